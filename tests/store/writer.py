"""A writer to be killed: codes one passage after the other and says each on stdout once the study has it."""

import sys

from workbench import Study


def main(location: str, coder: str, count: int) -> None:
    """Codings `0, 1, 2 …` of P01, each three characters and named by where it starts."""
    with Study.open(location, coder=coder) as study:
        for number in range(count):
            made = study.codings.add(
                "P01", number, number + 3, "fence", memo=f"{coder} {number}" if number % 7 == 0 else ""
            )
            print(made.id, flush=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
