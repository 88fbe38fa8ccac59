"""What a stranger pushes to stop everybody: commits made by git's plumbing, each small to send and huge to read."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tests.conftest import article
from tests.git_desk import Editor

Spoil = Callable[[Editor], str]
"""Makes a commit in a clone, without checking it out, and returns it."""
PAGE = "content/pages/gioi-thieu.md"


def blob(editor: Editor, data: bytes) -> str:
    """Write a file's bytes."""
    return editor.git("hash-object", "-w", "--stdin", "--no-filters", stdin=data)


def tree(editor: Editor, entries: Mapping[str, str]) -> str:
    """Write a folder; ids by name, of folders with `/` at the end."""
    lines = [
        f"040000 tree {oid}\t{name[:-1]}" if name.endswith("/") else f"100644 blob {oid}\t{name}"
        for name, oid in entries.items()
    ]
    return editor.git("mktree", stdin="".join(f"{line}\n" for line in lines).encode())


def commit(editor: Editor, top: str) -> str:
    """Commit a tree on top of the head."""
    return editor.git("commit-tree", top, "-p", "HEAD", "-m", "x")


def with_folder(editor: Editor, path: str, folder: str) -> str:
    """Commit the head with one more folder."""
    editor.git("read-tree", "--reset", "HEAD")
    editor.git("read-tree", f"--prefix={path}/", folder)
    return commit(editor, editor.git("write-tree"))


def with_file(editor: Editor, path: str, data: bytes) -> str:
    """Commit the head with one other file."""
    editor.git("read-tree", "--reset", "HEAD")
    editor.git("update-index", "--add", "--cacheinfo", f"100644,{blob(editor, data)},{path}")
    return commit(editor, editor.git("write-tree"))


def many_paths(editor: Editor) -> str:
    """A tree of 16 ** 10 paths, in eleven objects."""
    folder = tree(editor, {f"{number}.md": blob(editor, b"x") for number in range(16)})
    for _ in range(9):
        folder = tree(editor, {f"{number}/": folder for number in range(16)})
    top = tree(editor, {"content/": tree(editor, {"news/": folder})})
    return commit(editor, top)


def million_paths(editor: Editor) -> str:
    """A tree of a million articles that are one."""
    folder = tree(editor, {f"bai-{number}.md": blob(editor, article().encode()) for number in range(1000)})
    months = tree(editor, {f"{number}/": folder for number in range(1000)})
    return commit(editor, tree(editor, {"content/": tree(editor, {"news/": months})}))


def one_file_everywhere(editor: Editor) -> str:
    """Four megabytes that stand in ten thousand places."""
    picture = blob(editor, bytes(4_000_000))
    folder = tree(editor, {f"{number}.pdf": picture for number in range(100)})
    return with_folder(editor, "content/media/x", tree(editor, {f"{number}/": folder for number in range(100)}))


def deep_folders(editor: Editor) -> str:
    """A file below six hundred folders."""
    folder = tree(editor, {"a.md": blob(editor, b"x")})
    for _ in range(600):
        folder = tree(editor, {"a/": folder})
    return with_folder(editor, "content/news/x", folder)


def many_commits(editor: Editor, count: int = 6_000) -> str:
    """More commits than may come at once, each with a file of its own."""
    lines = ["reset refs/heads/lu\nfrom refs/heads/main\n"]
    for number in range(count):
        lines.append(f"commit refs/heads/lu\ncommitter x <x@example.vn> {number} +0000\ndata 1\nx\n")
        lines.append(f"M 100644 inline content/media/{number}.txt\ndata 1\nx\n")
    editor.git("fast-import", "--quiet", "--force", stdin="".join(lines).encode())
    return editor.git("rev-parse", "refs/heads/lu")


def zeros(editor: Editor) -> str:
    """Three hundred megabytes that are sent in three hundred kilobytes."""
    return with_file(editor, "content/media/so-khong.pdf", bytes(300_000_000))


def flood(editor: Editor) -> str:
    """The article that once stopped everybody for two minutes."""
    text = article(topic="khong-co", body="ð " + "a" * 600_000)
    return with_file(editor, "content/news/2024/05/lu.md", text.encode())


def yaml_bomb(editor: Editor) -> str:
    """Nine anchors, each nine times the one before: a billion words."""
    lines = ["a0: &a0 [x,x,x,x,x,x,x,x,x]"]
    lines += [f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]
    text = article().replace("---\n", "---\n" + "\n".join(lines) + "\n", 1)
    return with_file(editor, "content/news/2024/05/bom.md", text.encode())


def sleeper(editor: Editor) -> str:
    """A page whose check never ends."""
    return with_file(editor, PAGE, "# x\n\nHÃY NGỦ\n".encode())


def glutton(editor: Editor) -> str:
    """A page whose check takes all memory."""
    return with_file(editor, PAGE, "# x\n\nHÃY ĂN\n".encode())


WORST: dict[str, tuple[Spoil, str]] = {
    "sleeper": (sleeper, "nên máy chủ đã dừng lại"),
    "glutton": (glutton, "512 MB bộ nhớ"),
    "many_paths": (many_paths, "✗ Không nhận bài: "),  # git counts them all before it tells the first: which wall it
    # meets is chance, its own memory (`gui-qua-nhieu`) or that of the group
    "million_paths": (million_paths, ": gui-qua-nhieu: "),
    "one_file_everywhere": (one_file_everywhere, ": gui-qua-nhieu: "),
    "many_commits": (many_commits, ": gui-qua-nhieu: "),
    "zeros": (zeros, ": tep-qua-nang: "),
    "deep_folders": (deep_folders, ": ten-qua-dai: "),
    "flood": (flood, "content/news/2024/05/lu.md"),
    "yaml_bomb": (yaml_bomb, "content/news/2024/05/bom.md"),
}
"""By name: what makes it, and what stands in the answer to it."""
