"""How many rows of a file of differing chips the command screens in a second, with one process and with two."""

import subprocess
import sys
import time
from pathlib import Path

COUNT = 20_000


def rates(work: Path) -> dict[str, int]:
    """Rows a second by the number of processes, start and all."""
    source = work / "rows.csv"
    with source.open("w", encoding="utf-8") as out:
        out.write("part,fp8,die_area,non_planar,memory_bandwidth,interconnect,pcie,datacenter,maker,on,to\n")
        for n in range(COUNT):
            on, to = ("2023-12-01", "2025-06-01", "2026-06-01")[n % 3], ("CN", "AE", "DE", "MY")[n % 4]
            figures = (
                f"{100 + n * 0.25:.2f} TFLOPS,{200 + n % 1501} mm^2,yes,{500 + n % 7507} GB/s,{n % 1801} GB/s,128 GB/s"
            )
            out.write(f"P{n},{figures},{('yes', 'no', '')[n % 3]},{('Nvidia', '')[n % 2]},{on},{to}\n")
    found = {}
    for jobs in ("1", "2"):
        begun = time.perf_counter()
        command = [sys.executable, "-m", "calculators", "screen", str(source), "--jobs", jobs]
        subprocess.run([*command, "--output", str(work / "screened.csv")], check=True)
        found[jobs] = round(COUNT / (time.perf_counter() - begun))
    return found
