;; xxh32 with seed 0 over the module's own memory: the bytes [at, end). xxh32.ts is its JavaScript twin; xxh64.wat
;; says how both become one module.
  (global $Q1 i32 (i32.const 0x9e3779b1))
  (global $Q2 i32 (i32.const 0x85ebca77))
  (global $Q3 i32 (i32.const 0xc2b2ae3d))
  (global $Q4 i32 (i32.const 0x27d4eb2f))
  (global $Q5 i32 (i32.const 0x165667b1))

  (func (export "xxh32") (param $at i32) (param $end i32) (result i32)
    (local $hash i32) (local $a i32) (local $b i32) (local $c i32) (local $d i32)
    (local $length i32) (local $stop i32)
    (local.set $length (i32.sub (local.get $end) (local.get $at)))
    (if (i32.lt_u (local.get $length) (i32.const 16))
      (then
        (local.set $hash (global.get $Q5)))
      (else
        ;; Whole stripes of 16 bytes. Lane seeds: P1 + P2, P2, 0 (as $c is already), -P1.
        (local.set $stop (i32.sub (local.get $end) (i32.and (local.get $length) (i32.const 15))))
        (local.set $a (i32.const 0x24234428))
        (local.set $b (global.get $Q2))
        (local.set $d (i32.const 0x61c8864f))
        (loop $stripe
          (local.set $a (i32.mul
            (i32.rotl
              (i32.add
                (local.get $a)
                (i32.mul (i32.load align=1 (local.get $at)) (global.get $Q2)))
              (i32.const 13))
            (global.get $Q1)))
          (local.set $b (i32.mul
            (i32.rotl
              (i32.add
                (local.get $b)
                (i32.mul (i32.load offset=4 align=1 (local.get $at)) (global.get $Q2)))
              (i32.const 13))
            (global.get $Q1)))
          (local.set $c (i32.mul
            (i32.rotl
              (i32.add
                (local.get $c)
                (i32.mul (i32.load offset=8 align=1 (local.get $at)) (global.get $Q2)))
              (i32.const 13))
            (global.get $Q1)))
          (local.set $d (i32.mul
            (i32.rotl
              (i32.add
                (local.get $d)
                (i32.mul (i32.load offset=12 align=1 (local.get $at)) (global.get $Q2)))
              (i32.const 13))
            (global.get $Q1)))
          (local.set $at (i32.add (local.get $at) (i32.const 16)))
          (br_if $stripe (i32.lt_u (local.get $at) (local.get $stop))))
        (local.set $hash
          (i32.add
            (i32.add
              (i32.rotl (local.get $a) (i32.const 1))
              (i32.rotl (local.get $b) (i32.const 7)))
            (i32.add
              (i32.rotl (local.get $c) (i32.const 12))
              (i32.rotl (local.get $d) (i32.const 18)))))))
    (local.set $hash (i32.add (local.get $hash) (local.get $length)))

    (block $words_done
      (loop $words
        (br_if $words_done (i32.gt_u (i32.add (local.get $at) (i32.const 4)) (local.get $end)))
        (local.set $hash (i32.mul
          (i32.rotl
            (i32.add
              (local.get $hash)
              (i32.mul (i32.load align=1 (local.get $at)) (global.get $Q3)))
            (i32.const 17))
          (global.get $Q4)))
        (local.set $at (i32.add (local.get $at) (i32.const 4)))
        (br $words)))
    (block $bytes_done
      (loop $bytes
        (br_if $bytes_done (i32.ge_u (local.get $at) (local.get $end)))
        (local.set $hash (i32.mul
          (i32.rotl
            (i32.add
              (local.get $hash)
              (i32.mul (i32.load8_u (local.get $at)) (global.get $Q5)))
            (i32.const 11))
          (global.get $Q1)))
        (local.set $at (i32.add (local.get $at) (i32.const 1)))
        (br $bytes)))

    (local.set $hash (i32.mul
      (i32.xor (local.get $hash) (i32.shr_u (local.get $hash) (i32.const 15)))
      (global.get $Q2)))
    (local.set $hash (i32.mul
      (i32.xor (local.get $hash) (i32.shr_u (local.get $hash) (i32.const 13)))
      (global.get $Q3)))
    (i32.xor (local.get $hash) (i32.shr_u (local.get $hash) (i32.const 16))))
