#!/usr/bin/env python3
"""Finds the same names with subrosa, ripgrep, ugrep and grep, in turn, and prints ratios.

    cargo build --release
    python3 benches/corpus.py /tmp/subrosa-bench
    python3 benches/peers.py /tmp/subrosa-bench [--sizes 1000,10000] [--rounds 3] [--binary target/release/subrosa]

Every round runs each program once, so that a machine that slows down slows all of them. Printed are the medians of wall
and processor seconds and peak memory, what was found, and the ratio to subrosa. A peer that is not installed or that
refuses the job is said. grep is run in the C locale, where it is fastest. The peers find lines; subrosa finds places.
"""
import argparse, os, shutil, statistics, subprocess, time

ask = argparse.ArgumentParser()
ask.add_argument("folder")
ask.add_argument("--sizes", default="1000,10000")
ask.add_argument("--rounds", type=int, default=3)
ask.add_argument("--limit", type=int, default=120, help="seconds a run may take")
ask.add_argument("--binary", default="target/release/subrosa")
ask.add_argument("--rg", default="rg")
say = ask.parse_args()


def run(command, env):
    start = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=env)
    lines, found = 0, 0
    for line in child.stdout:
        lines += 1
        found += line.count(b'"rule":')
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    return time.perf_counter() - start, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, found or lines, child.returncode


planted = open(f"{say.folder}/planted.txt").read().strip()
corpus = f"{say.folder}/corpus"
for size in say.sizes.split(","):
    names = f"{say.folder}/names-{size}.txt"
    job = {
        "subrosa": [say.binary, "check", "--isolated", "--no-packs", "--disclose", "full", "--format", "json", "--register",
                    f"{say.folder}/register-{size}.yaml", corpus],
        "ripgrep --no-unicode -Fiw": [say.rg, "--no-unicode", "-F", "-i", "-w", "-o", "-f", names, corpus],
        "ugrep -Fiw": ["ugrep", "-r", "-F", "-i", "-w", "-o", "-f", names, corpus],
        "grep -Fiw (C locale)": ["grep", "-r", "-F", "-i", "-w", "-o", "-f", names, corpus],
    }
    rows = {label: [] for label in job}
    for round_number in range(say.rounds + 1):
        for label, command in job.items():
            if not shutil.which(command[0]) and not os.path.exists(command[0]):
                continue
            env = dict(os.environ, LC_ALL="C") if label.startswith("grep") else None
            row = run(["timeout", str(say.limit), *command], env)
            if round_number:
                rows[label].append(row)
    print(f"{size} names, {planted} planted")
    ours = statistics.median(row[0] for row in rows["subrosa"])
    for label, runs in rows.items():
        if not runs:
            print(f"  {label:28} not installed")
            continue
        wall, cpu, memory, found = (statistics.median(row[k] for row in runs) for k in range(4))
        note = {0: "", 1: ""}.get(runs[-1][4], f"  exit {runs[-1][4]}")
        print(f"  {label:28} wall {wall:7.3f} s  cpu {cpu:7.3f} s  {memory:7.1f} MiB  found {found:7.0f}  {wall / ours:7.2f}x{note}")
