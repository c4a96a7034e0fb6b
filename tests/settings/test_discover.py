"""The configuration of a file is the nearest one from its directory up to the repository root."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from secretlint.patterns import PathPatterns
from secretlint.settings.discover import Override, SettingsResolver, overrides_from, parse_pair
from secretlint.settings.errors import SettingsError

OURS = "[tool.secretlint]\n"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    root = tmp_path / "repository"
    (root / ".git").mkdir(parents=True)
    (root / "flows" / "daily").mkdir(parents=True)
    return root


def write(path: Path, format_name: str, table: str = "") -> None:
    """A configuration that can be told from others by its output format."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f'{table}output-format = "{format_name}"\n', encoding="utf-8")


def found(folder: Path, **arguments: object) -> str:
    return SettingsResolver(working_directory=folder, **arguments).settings_in(folder).output_format  # type: ignore[arg-type]


def test_the_nearest_wins_and_is_not_merged(repository: Path) -> None:
    (repository / "secretlint.toml").write_text("require-reason = true\n")
    write(repository / "flows" / "secretlint.toml", "near")
    resolver = SettingsResolver(working_directory=repository)
    near = resolver.settings_for(repository / "flows" / "daily" / "etl.py")
    assert (near.output_format, near.require_reason) == ("near", False)
    far = resolver.settings_for(repository / "etl.py")
    assert (far.output_format, far.require_reason) == ("full", True)


def test_in_one_directory_there_is_an_order(repository: Path) -> None:
    write(repository / "pyproject.toml", "third", OURS)
    assert found(repository) == "third"
    write(repository / ".secretlint.toml", "second")
    assert found(repository) == "second"
    write(repository / "secretlint.toml", "first")
    assert found(repository) == "first"


def test_a_directory_of_that_name_is_no_configuration(repository: Path) -> None:
    (repository / "secretlint.toml").mkdir()
    assert found(repository) == "full"


@pytest.mark.parametrize(
    "pyproject",
    [
        '[project]\nname = "x"\n',
        '[project]\ndependencies = ["prefect-secretlint"]\n',
        "[tool.secretlint-other]\na = 1\n",
        "this is no TOML\n",
        "this is no TOML, secretlint\n",
        "tool = 3  # secretlint\n",
    ],
)
def test_a_pyproject_without_our_table_is_passed_over(repository: Path, pyproject: str) -> None:
    write(repository / "secretlint.toml", "above")
    (repository / "flows" / "pyproject.toml").write_text(pyproject)
    assert found(repository / "flows") == "above"


@pytest.mark.parametrize(
    "pyproject",
    [
        '[tool.secretlint]\noutput-format = "ours"\n',
        '\t[ tool . secretlint ]\noutput-format = "ours"\n',
        '[tool]\nsecretlint.output-format = "ours"\n',
        '[tool]\nsecretlint = { output-format = "ours" }\n',
        '["tool"."secretlint"]\noutput-format = "ours"\n',
        '[tool.secretlint.names]\n[tool.secretlint]\noutput-format = "ours"\n',
    ],
)
def test_our_table_is_seen_however_it_is_written(repository: Path, pyproject: str) -> None:
    (repository / "pyproject.toml").write_text(pyproject)
    assert found(repository) == "ours"


@pytest.mark.parametrize("pyproject", ["[tool.secretlint\n", "[tool.secretlint]\nselect = [\n"])
def test_a_broken_pyproject_with_our_table_is_an_error(repository: Path, pyproject: str) -> None:
    (repository / "pyproject.toml").write_text(pyproject)
    with pytest.raises(SettingsError, match=r"^pyproject\.toml:\d+:\d+: not valid TOML: "):
        found(repository)


def test_the_search_ends_at_the_repository_root(repository: Path) -> None:
    write(repository.parent / "secretlint.toml", "outside")
    assert found(repository / "flows") == "full"


@pytest.mark.parametrize("marker", [".git", ".hg"])
def test_a_submodule_is_a_root_of_its_own(repository: Path, marker: str) -> None:
    write(repository / "secretlint.toml", "outer")
    submodule = repository / "libraries" / "ours"
    submodule.mkdir(parents=True)
    (submodule / marker).write_text("gitdir: ../../.git/modules/ours\n")
    resolver = SettingsResolver(working_directory=repository)
    assert resolver.settings_in(submodule).output_format == "full"
    assert resolver.settings_in(submodule).root == submodule
    assert resolver.settings_in(submodule.parent).root == repository


def test_outside_a_repository_the_configuration_makes_the_root(tmp_path: Path) -> None:
    write(tmp_path / "project" / "secretlint.toml", "ours")
    deep = tmp_path / "project" / "flows" / "daily"
    deep.mkdir(parents=True)
    settings = SettingsResolver(working_directory=tmp_path).settings_in(deep)
    assert (settings.root, settings.output_format) == (tmp_path / "project", "ours")


def test_without_anything_the_working_directory_is_the_root(tmp_path: Path) -> None:
    (tmp_path / "flows").mkdir()
    assert SettingsResolver(working_directory=tmp_path).settings_in(tmp_path / "flows").root == tmp_path


def test_a_relative_directory_is_one_below_the_working_directory(repository: Path) -> None:
    write(repository / "flows" / "secretlint.toml", "near")
    resolver = SettingsResolver(working_directory=repository)
    assert resolver.settings_for(Path("flows/etl.py")).output_format == "near"


class TestExtend:
    def test_what_is_stated_nearer_wins_and_extend_lists_add_up(self, repository: Path) -> None:
        (repository / "base.toml").write_text(
            'extend-exclude = ["far"]\nselect = ["SL1"]\noutput-format = "far"\n'
            'severity = { SL101 = "note", SL102 = "note" }\n[names]\nsecret = ["a"]\npublic = ["b"]\n'
        )
        (repository / "flows" / "secretlint.toml").write_text(
            'extend = "../base.toml"\nextend-exclude = ["near"]\noutput-format = "near"\n'
            'severity = { SL102 = "error" }\n[names]\nsecret = ["c"]\n'
        )
        settings = SettingsResolver(working_directory=repository).settings_in(repository / "flows")
        assert settings.output_format == "near"
        assert [selector.text for selector in settings.select] == ["SL1"]
        assert settings.extend_exclude == (
            PathPatterns(str(repository), ("far",)),
            PathPatterns(str(repository / "flows"), ("near",)),
        )
        assert {selector.text: level.value for selector, level in settings.severity.items()} == {
            "SL101": "note",
            "SL102": "error",
        }
        assert (settings.secret_names, settings.public_names) == (("c",), ("b",))
        assert settings.source == repository / "flows" / "secretlint.toml"

    def test_paths_are_relative_to_the_file_that_states_them(self, repository: Path) -> None:
        (repository / "shared").mkdir()
        (repository / "shared" / "more.toml").write_text('extend = "deep/last.toml"\ncatalogue = ["rows.toml"]\n')
        write(repository / "shared" / "deep" / "last.toml", "last")
        (repository / "secretlint.toml").write_text('extend = "shared/more.toml"\n')
        settings = SettingsResolver(working_directory=repository).settings_in(repository)
        assert settings.output_format == "last"
        assert settings.catalogue == (repository / "shared" / "rows.toml",)

    def test_a_pyproject_can_be_extended(self, repository: Path) -> None:
        write(repository / "pyproject.toml", "ours", OURS)
        (repository / "flows" / "secretlint.toml").write_text('extend = "../pyproject.toml"\n')
        assert found(repository / "flows") == "ours"

    @pytest.mark.parametrize(
        ("files", "message"),
        [
            (
                {"secretlint.toml": 'extend = "secretlint.toml"'},
                'secretlint.toml:1: "extend" leads in a circle: secretlint.toml → secretlint.toml',
            ),
            (
                {"secretlint.toml": '\nextend = "flows/b.toml"', "flows/b.toml": 'extend = "../secretlint.toml"'},
                'flows/b.toml:1: "extend" leads in a circle: secretlint.toml → flows/b.toml → secretlint.toml',
            ),
            (
                {"secretlint.toml": 'extend = "nosuch.toml"'},
                "secretlint.toml:1: nosuch.toml: no such file or directory",
            ),
            ({"secretlint.toml": 'extend = "flows"'}, "secretlint.toml:1: flows: is a directory"),
            (
                {"secretlint.toml": 'extend = "pyproject.toml"', "pyproject.toml": "[project]\n"},
                "secretlint.toml:1: pyproject.toml has no [tool.secretlint]",
            ),
            (
                {"secretlint.toml": 'extend = "flows/b.toml"', "flows/b.toml": "\nselct = []"},
                'flows/b.toml:2: unknown key "selct"; did you mean "select"?',
            ),
        ],
        ids=["itself", "circle", "missing", "directory", "no table", "error farther away"],
    )
    def test_what_is_wrong_is_said_where_it_stands(self, repository: Path, files: dict[str, str], message: str) -> None:
        for name, text in files.items():
            (repository / name).write_text(text, encoding="utf-8")
        with pytest.raises(SettingsError) as caught:
            SettingsResolver(working_directory=repository).settings_in(repository)
        assert str(caught.value) == message


class TestCommandLine:
    def test_a_configuration_file_replaces_discovery(self, repository: Path) -> None:
        write(repository / "secretlint.toml", "found")
        write(repository / "other.toml", "named")
        assert found(repository, configuration=Path("other.toml")) == "named"

    def test_the_root_does_not_follow_a_configuration_elsewhere(self, tmp_path: Path) -> None:
        write(tmp_path / "elsewhere" / "company.toml", "named")
        (tmp_path / "project").mkdir()
        resolver = SettingsResolver(
            configuration=tmp_path / "elsewhere" / "company.toml", working_directory=tmp_path / "project"
        )
        assert resolver.settings_in(tmp_path / "project").root == tmp_path / "project"

    def test_a_named_file_that_is_missing(self, repository: Path) -> None:
        with pytest.raises(SettingsError) as caught:
            found(repository, configuration=Path("nosuch.toml"))
        assert str(caught.value) == "nosuch.toml: no such file or directory"

    def test_isolated_ignores_all_files(self, repository: Path) -> None:
        write(repository / "secretlint.toml", "found")
        assert found(repository, isolated=True) == "full"

    def test_option_over_variable_over_file_over_default(self, repository: Path) -> None:
        assert found(repository) == "full"
        write(repository / "secretlint.toml", "file")
        assert found(repository) == "file"
        variable = overrides_from({"SECRETLINT_OUTPUT_FORMAT": "variable", "SECRETLINT_SELECT": "SL9"})
        assert found(repository, overrides=variable) == "variable"
        option = Override("output-format", "option", "--output-format")
        assert found(repository, overrides=(*variable, option)) == "option"

    def test_an_empty_variable_says_nothing(self) -> None:
        assert overrides_from({"SECRETLINT_OUTPUT_FORMAT": ""}) == ()

    @pytest.mark.parametrize(
        ("pair", "format_name"),
        [('output-format = "pair"', "pair"), ("output-format='pair' # why\nrequire-reason=true", "pair")],
    )
    def test_a_pair_overrides_a_key(self, repository: Path, pair: str, format_name: str) -> None:
        assert found(repository, overrides=parse_pair(pair)) == format_name

    def test_a_pair_may_be_dotted(self, repository: Path) -> None:
        resolver = SettingsResolver(parse_pair('names.secret = ["pin"]'), working_directory=repository)
        assert resolver.settings_in(repository).secret_names == ("pin",)

    @pytest.mark.parametrize(
        ("pair", "message"),
        [
            ("output-format = full", "--config:1:17: not valid TOML: invalid value"),
            ("selct = []", '--config: unknown key "selct"; did you mean "select"?'),
            ("select = 1", '--config: "select" must be a list of strings'),
            ("extend = 'x'", '--config: "extend" belongs into a file'),
        ],
    )
    def test_a_wrong_pair(self, repository: Path, pair: str, message: str) -> None:
        with pytest.raises(SettingsError) as caught:
            found(repository, overrides=parse_pair(pair))
        assert str(caught.value) == message

    def test_paths_of_options_are_relative_to_the_working_directory(self, repository: Path) -> None:
        option = Override("extend-exclude", ["x"], "--extend-exclude")
        settings = SettingsResolver([option], working_directory=repository / "flows").settings_in(repository)
        assert settings.extend_exclude == (PathPatterns(str(repository / "flows"), ("x",)),)

    def test_select_on_the_command_line_starts_anew(self, repository: Path) -> None:
        (repository / "secretlint.toml").write_text(
            'select = ["SL1"]\nextend-select = ["SL302"]\nignore = ["SL105"]\nextend-ignore = ["SL106"]\n'
        )
        # Whatever their order.
        options = [Override("extend-select", ["SL201"], "--extend-select"), Override("select", ["SL3"], "--select")]
        settings = SettingsResolver(options, working_directory=repository).settings_in(repository)
        assert [selector.text for selector in settings.select + settings.extend_select] == ["SL3", "SL201"]
        assert [selector.text for selector in settings.ignore + settings.extend_ignore] == ["SL105", "SL106"]


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root reads everything")
def test_an_unreadable_configuration_is_an_error(repository: Path) -> None:
    (repository / "secretlint.toml").touch(mode=0o000)
    with pytest.raises(SettingsError, match=r"^secretlint\.toml: permission denied$"):
        found(repository)


def test_a_run_without_configuration_parses_nothing(repository: Path) -> None:
    (repository / "pyproject.toml").write_text('[project]\nname = "x"\n')
    program = (
        "import sys\n"
        "from pathlib import Path\n"
        "from secretlint.settings.discover import SettingsResolver\n"
        "SettingsResolver().settings_in(Path('flows'))\n"
        "print(sorted({'tomllib', 'tomli', 'pathspec', 'json', 'difflib', 'libcst', 'click'} & set(sys.modules)))\n"
    )
    run = subprocess.run([sys.executable, "-c", program], cwd=repository, capture_output=True, text=True, check=True)
    assert run.stdout == "[]\n"


def test_each_directory_is_looked_at_once(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at: list[str] = []
    real = os.path.isfile

    def isfile(path: str) -> bool:
        looked_at.append(path)
        return real(path)

    monkeypatch.setattr(os.path, "isfile", isfile)
    resolver = SettingsResolver(working_directory=repository)
    for name in ("a.py", "b.py", "flows/c.py", "flows/daily/d.py", "flows/daily/e.py"):
        resolver.settings_for(repository / name)
    assert len(looked_at) == len(set(looked_at)) == 3 * 3
