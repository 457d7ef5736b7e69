;; xxh64 over the module's own memory: the bytes [at, end), with the seed that was set last, 0 at first. wasm.ts loads it, xxh64.ts is its JavaScript
;; twin, and scripts/assemble-wasm.js turns it, with xxh32.wat, into xxh-wasm.generated.ts.
;;
;; A 64-bit result would reach JavaScript as a BigInt, so it is stored in the first 8 bytes of the memory, to be read
;; as two 32-bit halves.
;;
;; P1..P5 are the primes: as globals they cost 2 bytes a use instead of 11, and 0.4 ns a hash. The rounds stand in
;; place: a helper function would cost a call for each 8 bytes in engines that do not inline.
  (global $P1 i64 (i64.const 0x9e3779b185ebca87))
  (global $P2 i64 (i64.const 0xc2b2ae3d27d4eb4f))
  (global $P3 i64 (i64.const 0x165667b19e3779f9))
  (global $P4 i64 (i64.const 0x85ebca77c2b2ae63))
  (global $P5 i64 (i64.const 0x27d4eb2f165667c5))

  ;; Set by itself, in halves: hashes of keys, nearly all, have seed 0 and need not pass it.
  (global $seed (mut i64) (i64.const 0))
  (func (export "seed") (param $low i32) (param $high i32)
    (global.set $seed (i64.or
      (i64.extend_i32_u (local.get $low))
      (i64.shl (i64.extend_i32_u (local.get $high)) (i64.const 32)))))

  (func (export "xxh64") (param $at i32) (param $end i32)
    (local $hash i64) (local $a i64) (local $b i64) (local $c i64) (local $d i64)
    (local $length i32) (local $stop i32)
    (local.set $length (i32.sub (local.get $end) (local.get $at)))
    (if (i32.lt_u (local.get $length) (i32.const 32))
      (then
        (local.set $hash (i64.add (global.get $seed) (global.get $P5))))
      (else
        ;; Whole stripes of 32 bytes. To the seed, lanes add: P1 + P2, P2, 0, -P1.
        (local.set $stop (i32.sub (local.get $end) (i32.and (local.get $length) (i32.const 31))))
        (local.set $a (i64.add (global.get $seed) (i64.const 0x60ea27eeadc0b5d6)))
        (local.set $b (i64.add (global.get $seed) (global.get $P2)))
        (local.set $c (global.get $seed))
        (local.set $d (i64.add (global.get $seed) (i64.const 0x61c8864e7a143579)))
        (loop $stripe
          (local.set $a (i64.mul
            (i64.rotl
              (i64.add
                (local.get $a)
                (i64.mul (i64.load align=1 (local.get $at)) (global.get $P2)))
              (i64.const 31))
            (global.get $P1)))
          (local.set $b (i64.mul
            (i64.rotl
              (i64.add
                (local.get $b)
                (i64.mul (i64.load offset=8 align=1 (local.get $at)) (global.get $P2)))
              (i64.const 31))
            (global.get $P1)))
          (local.set $c (i64.mul
            (i64.rotl
              (i64.add
                (local.get $c)
                (i64.mul (i64.load offset=16 align=1 (local.get $at)) (global.get $P2)))
              (i64.const 31))
            (global.get $P1)))
          (local.set $d (i64.mul
            (i64.rotl
              (i64.add
                (local.get $d)
                (i64.mul (i64.load offset=24 align=1 (local.get $at)) (global.get $P2)))
              (i64.const 31))
            (global.get $P1)))
          (local.set $at (i32.add (local.get $at) (i32.const 32)))
          (br_if $stripe (i32.lt_u (local.get $at) (local.get $stop))))
        (local.set $hash
          (i64.add
            (i64.add
              (i64.rotl (local.get $a) (i64.const 1))
              (i64.rotl (local.get $b) (i64.const 7)))
            (i64.add
              (i64.rotl (local.get $c) (i64.const 12))
              (i64.rotl (local.get $d) (i64.const 18)))))
        (local.set $hash (i64.add
          (i64.mul
            (i64.xor
              (local.get $hash)
              (i64.mul
                (i64.rotl (i64.mul (local.get $a) (global.get $P2)) (i64.const 31))
                (global.get $P1)))
            (global.get $P1))
          (global.get $P4)))
        (local.set $hash (i64.add
          (i64.mul
            (i64.xor
              (local.get $hash)
              (i64.mul
                (i64.rotl (i64.mul (local.get $b) (global.get $P2)) (i64.const 31))
                (global.get $P1)))
            (global.get $P1))
          (global.get $P4)))
        (local.set $hash (i64.add
          (i64.mul
            (i64.xor
              (local.get $hash)
              (i64.mul
                (i64.rotl (i64.mul (local.get $c) (global.get $P2)) (i64.const 31))
                (global.get $P1)))
            (global.get $P1))
          (global.get $P4)))
        (local.set $hash (i64.add
          (i64.mul
            (i64.xor
              (local.get $hash)
              (i64.mul
                (i64.rotl (i64.mul (local.get $d) (global.get $P2)) (i64.const 31))
                (global.get $P1)))
            (global.get $P1))
          (global.get $P4)))))
    (local.set $hash (i64.add (local.get $hash) (i64.extend_i32_u (local.get $length))))

    ;; What is left: eight bytes at a time, then four, then one.
    (block $words_done
      (loop $words
        (br_if $words_done (i32.gt_u (i32.add (local.get $at) (i32.const 8)) (local.get $end)))
        (local.set $hash (i64.add
          (i64.mul
            (i64.rotl
              (i64.xor
                (local.get $hash)
                (i64.mul
                  (i64.rotl
                    (i64.mul (i64.load align=1 (local.get $at)) (global.get $P2))
                    (i64.const 31))
                  (global.get $P1)))
              (i64.const 27))
            (global.get $P1))
          (global.get $P4)))
        (local.set $at (i32.add (local.get $at) (i32.const 8)))
        (br $words)))
    (if (i32.le_u (i32.add (local.get $at) (i32.const 4)) (local.get $end))
      (then
        (local.set $hash (i64.add
          (i64.mul
            (i64.rotl
              (i64.xor
                (local.get $hash)
                (i64.mul (i64.load32_u align=1 (local.get $at)) (global.get $P1)))
              (i64.const 23))
            (global.get $P2))
          (global.get $P3)))
        (local.set $at (i32.add (local.get $at) (i32.const 4)))))
    (block $bytes_done
      (loop $bytes
        (br_if $bytes_done (i32.ge_u (local.get $at) (local.get $end)))
        (local.set $hash (i64.mul
          (i64.rotl
            (i64.xor
              (local.get $hash)
              (i64.mul (i64.load8_u (local.get $at)) (global.get $P5)))
            (i64.const 11))
          (global.get $P1)))
        (local.set $at (i32.add (local.get $at) (i32.const 1)))
        (br $bytes)))

    (local.set $hash (i64.mul
      (i64.xor (local.get $hash) (i64.shr_u (local.get $hash) (i64.const 33)))
      (global.get $P2)))
    (local.set $hash (i64.mul
      (i64.xor (local.get $hash) (i64.shr_u (local.get $hash) (i64.const 29)))
      (global.get $P3)))
    (i64.store (i32.const 0)
      (i64.xor (local.get $hash) (i64.shr_u (local.get $hash) (i64.const 32)))))
