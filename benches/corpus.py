#!/usr/bin/env python3
"""Makes a corpus and registers to measure with: python3 corpus.py FOLDER [--files 20000] [--names 1000,10000,100000]

FOLDER/names-N.txt      N names, one a line
FOLDER/register-N.yaml  the same as a register, one client a name
FOLDER/corpus/NNN/*.md  Markdown of about 5 kB a file, with a name of the smallest register every 20 kB, in one of several
                        spellings: as registered, capitals, small letters, without accents, over a line break, in emphasis
FOLDER/planted.txt      how many were planted

Everything is drawn from a fixed seed: the same call makes the same bytes. The words are those of the bundled lists, the
commonest class four times as often as the others.
"""
import argparse, os, random, unicodedata

here = os.path.dirname(os.path.abspath(__file__))
lists = os.path.join(here, "..", "src", "text", "lexicon")
words = lambda name: open(os.path.join(lists, name)).read().split()

ask = argparse.ArgumentParser()
ask.add_argument("folder")
ask.add_argument("--files", type=int, default=20000)
ask.add_argument("--names", default="1000,10000,100000")
say = ask.parse_args()
draw = random.Random(11)

common = words("words-10.txt") * 4 + words("words-20.txt") + words("words-35.txt")[::4]
given, surnames = words("given.txt"), words("surnames.txt")
syllables = [c + v for c in "b d f g k l m n p r s t v z br kl st tr".split() for v in "a e i o u é ö ø".split()]
trades = "Holdings Logistics Pharma Energy Foods Systems Marine Media Textiles Motors Steel Labs Ventures Optics".split()
forms = ["Ltd", "Limited", "Inc.", "LLC", "GmbH", "AG", "S.A.", "plc", "Pty Ltd", "& Co."]


def brand():
    return "".join(draw.choice(syllables) for _ in range(draw.randint(2, 4))).capitalize() + draw.choice(["n", "x", "tek", "lis", "mar"])


def name():
    kind = draw.random()
    if kind < 0.45:
        return f"{draw.choice(given).capitalize()} {draw.choice(surnames).capitalize()}-{brand()}"
    if kind < 0.9:
        return f"{brand()} {draw.choice(trades)} {draw.choice(forms)}"
    return f"Project {brand()}"


sizes = sorted(int(n) for n in say.names.split(","))
names = list(dict.fromkeys(name() for _ in range(sizes[-1] * 2)))[: sizes[-1]]
os.makedirs(say.folder, exist_ok=True)
for size in sizes:
    with open(f"{say.folder}/names-{size}.txt", "w") as out:
        out.write("\n".join(names[:size]) + "\n")
    with open(f"{say.folder}/register-{size}.yaml", "w") as out:
        out.write("version: 1\nclients:\n")
        for number, one in enumerate(names[:size]):
            out.write(f'- {{id: C{number}, name: "{one}"}}\n')


def spelt(one):
    kind = draw.random()
    if kind < 0.55:
        return one
    if kind < 0.65:
        return one.upper()
    if kind < 0.75:
        return one.lower()
    if kind < 0.82:
        return "".join(c for c in unicodedata.normalize("NFKD", one) if not unicodedata.combining(c))
    if kind < 0.92:
        return one.replace(" ", "\n", 1)
    first, _, rest = one.partition(" ")
    return f"**{first}** {rest}"


planted, until = 0, draw.expovariate(1 / 20000)
for number in range(say.files):
    folder = f"{say.folder}/corpus/{number // 1000:03}"
    os.makedirs(folder, exist_ok=True)
    text = ["# " + " ".join(draw.choice(common) for _ in range(5)).capitalize() + "\n\n"]
    size = 0
    while size < 5000:
        sentence = [draw.choice(common) for _ in range(draw.randint(6, 22))]
        sentence[0] = sentence[0].capitalize()
        until -= sum(map(len, sentence))
        if until < 0:
            sentence.insert(len(sentence) // 2, spelt(names[draw.randrange(sizes[0])]))
            planted, until = planted + 1, draw.expovariate(1 / 20000)
        if draw.random() < 0.05:
            sentence[-1] = f"[{sentence[-1]}](https://example.com/{sentence[0].lower()})"
        piece = " ".join(sentence) + draw.choice([". ", ". ", ".\n", ".\n\n"])
        size += len(piece)
        text.append(piece)
    with open(f"{folder}/{number:05}.md", "w") as out:
        out.write("".join(text))
open(f"{say.folder}/planted.txt", "w").write(f"{planted}\n")
