"""A writer to be killed: codes one passage after the other and says each on stdout once the study has it."""

import sys

from workbench import Study


def main(location: str, coder: str, count: int) -> None:
    """Codings of the words of P01, one after the other, each of three characters."""
    with Study.open(location, coder=coder) as study:
        for number in range(count):
            made = study.codings.add(
                "P01", 5 + 4 * number, 8 + 4 * number, "fence", memo=f"{coder} {number}" if number % 7 == 0 else ""
            )
            print(made.id, flush=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
