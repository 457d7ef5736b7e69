"""The records and keys of bench/data.ts, made in the same way. Only `string` keys and their misses are asked for."""

GIVEN = (
    'Ada Alan Béla Chloé Dana Emil Fatima Grace Hugo Inés Jorge Kenji Lena Maria Nadia Omar Paula Quinn Rosa Sven '
    'Tara Ulla Vera Wanda Xenia Yusuf Zoë Liam Noor Ivan Olga Pablo'
).split(' ')
FAMILY = (
    'Abbott Becker Castro Dupont Eriksen Fischer García Hansen Ibrahim Jensen Kowalski Larsen Moreau Novak Okafor '
    'Peters Quiroga Rossi Schmidt Tanaka Ueda Vargas Weber Xu Yilmaz Zhang Adler Bauer Costa Duarte Evans Ferrari'
).split(' ')
PROSE = (
    'walks to work and reads on the way, keeps bees on a roof above the harbour, plays the cello badly but often, '
    'grows tomatoes, repairs old radios and once crossed the Andes on a mule named Turing'
)
BIO_LENGTH = 40
WORD = 0xffffffff


def mix(n):
    x = n & WORD
    x = ((x ^ (x >> 16)) * 0x21f0aaad) & WORD
    x = ((x ^ (x >> 15)) * 0x735a2d97) & WORD
    return x ^ (x >> 15)


def user_at(index):
    """`id`, `name`, `score`, `tags` and `bio`."""
    a = mix(index)
    b = mix(index ^ 0x5bd1e995)
    bio = b % (len(PROSE) - BIO_LENGTH)
    return (
        a * 2 ** 20 + (b & 0xfffff),
        '%s %s' % (GIVEN[b & 31], FAMILY[(b >> 5) & 31]),
        (b * 2 ** 21 + (a >> 11)) * (100 / 2 ** 53),
        frozenset([a & 63, 64 + ((a >> 6) & 63), 128 + ((a >> 12) & 63)]),
        PROSE[bio:bio + BIO_LENGTH],
    )


def draw_keys(first, end, seed, count):
    mixed = mix(seed)
    return ['user:%d' % (first + int((mix(mixed + draw) / 2 ** 32) * (end - first))) for draw in range(count)]
