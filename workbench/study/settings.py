"""How the study is worked on: family of analysis, help wanted, research questions."""

from collections.abc import Sequence
from typing import Any

from workbench.model import FAMILIES, HELPS, STARTS_AT, Family, Help, NotAChoice, WorkbenchError
from workbench.study.base import Collection, put_setting, setting


class Settings(Collection):
    """They decide which numbers and suggestions are shown: no agreement is pushed at reflexive work, and where help is
    off the program suggests nothing anywhere."""

    @property
    def family(self) -> Family:
        """The family of analysis: `reflexive`, `codebook` or `reliability`; `codebook` where nobody has said."""
        said = self._said("family")
        return next((one for one in FAMILIES if one == said), "codebook")

    @property
    def help(self) -> Help:
        """The help wanted: `off`, `find` or `suggest`. Where nobody has said, reflexive studies start at `find`."""
        said = self._said("help")
        return next((one for one in HELPS if one == said), STARTS_AT[self.family])

    @property
    def questions(self) -> tuple[str, ...]:
        """The research questions, in order."""
        return tuple(self._said("questions") or ())

    @property
    def has_family(self) -> bool:
        """Whether somebody has said which family of analysis this is."""
        return self._said("family") is not None

    def offers(self, help: Help) -> bool:
        """Whether so much help is wanted: `find` is offered at `find` and at `suggest`."""
        order = list(HELPS)
        return order.index(self.help) >= order.index(help)

    def require(self, help: Help) -> None:
        """A `WorkbenchError` that says where to change it, where so much help is not wanted."""
        if not self.offers(help):
            asked = "suggests themes" if help == "suggest" else "finds passages by meaning"
            raise WorkbenchError(
                f"Help wanted is '{self.help}' in this study, and the program {asked} only at '{help}'. Whoever wants "
                f"that changes it under Settings, or with: workbench settings STUDY --help-wanted {help}"
            )

    def change(
        self,
        *,
        family: str | None = None,
        help: str | None = None,
        questions: Sequence[str] | None = None,
        why: str = "",
    ) -> None:
        """Change what is given, as one act; nothing else."""
        said: dict[str, Any] = {}
        if family is not None:
            said["family"] = _one_of("family of analysis", family, list(FAMILIES))
        if help is not None:
            said["help"] = _one_of("help", help, list(HELPS))
        if questions is not None:
            said["questions"] = [" ".join(one.split()) for one in questions if one.strip()]
        with self._store.act("settings", f"Settings: {_told(said)}", coder=self._coder, why=why) as act:
            for name, value in said.items():
                if name != "questions" or value or self.questions:
                    put_setting(act, name, value)

    def _said(self, name: str) -> Any:
        return self._study.remembered(f"setting {name}", lambda connection: setting(connection, name), for_all=True)


def _one_of(noun: str, given: str, known: list[str]) -> str:
    cleaned = given.strip().casefold()
    if cleaned not in known:
        raise NotAChoice(f"'{given}' is no {noun}.", known)
    return cleaned


def _told(said: dict[str, Any]) -> str:
    words = {"family": "family of analysis", "help": "help wanted", "questions": "research questions"}
    return ", ".join(
        f"{words[name]} {len(value) if name == 'questions' else repr(value)}" for name, value in said.items()
    )
