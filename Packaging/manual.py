#!/usr/bin/env python3
"""Writes manual pages out of what the program says of itself.

  leitmotif --experimental-dump-help | Packaging/manual.py VERSION YYYY-MM-DD FOLDER

leitmotif.1 holds the commands, leitmotif-COMMAND.1 the options and examples of each.
"""
import json
import pathlib
import sys

NAME = "leitmotif"


def escaped(text):
    """Text as roff takes it: no line may begin with a point or an apostrophe, hyphens stay what they are."""
    lines = text.replace("\\", "\\e").replace("-", "\\-").split("\n")
    return "\n".join("\\&" + line if line[:1] in (".", "'") else line for line in lines)


def examples(discussion):
    """Indented lines as they stand, everything else as paragraphs."""
    out = []
    for part in discussion.split("\n\n"):
        if part.isspace() or not part:
            continue
        head, _, rest = part.partition("\n")
        if head == "EXAMPLES":
            out += [".SH EXAMPLES", ".nf", escaped(rest), ".fi"]
        else:
            out += [".PP" if out else ".SH DESCRIPTION", escaped(part)]
    return out


def synopsis(command, path):
    words = [f".B {escaped(path)}"]
    for argument in command.get("arguments") or []:
        if not argument["shouldDisplay"] or argument["kind"] == "positional":
            continue
        words.append(f"[{escaped(names(argument)[-1])}{value(argument)}]" if argument["isOptional"] else escaped(names(argument)[-1]) + value(argument))
    for argument in command.get("arguments") or []:
        if argument["kind"] == "positional" and argument["shouldDisplay"]:
            word = argument["valueName"].upper() + ("..." if argument["isRepeating"] else "")
            words.append(f"[{word}]" if argument["isOptional"] else word)
    return words


def names(argument):
    dashes = {"long": "--", "short": "-", "longWithSingleDash": "-"}
    return [dashes[name["kind"]] + name["name"] for name in argument.get("names") or []]


def value(argument):
    return f" {escaped(argument['valueName'].upper())}" if argument["kind"] == "option" else ""


def options(command):
    out = []
    for argument in command.get("arguments") or []:
        if not argument["shouldDisplay"]:
            continue
        positional = argument["kind"] == "positional"
        head = argument["valueName"].upper() if positional else ", ".join(names(argument))
        words = argument.get("abstract") or ""
        if argument.get("defaultValue") is not None and "Default:" not in words:
            words += f" Default: {argument['defaultValue']}."
        out += [".TP", f"\\fB{escaped(head)}\\fR" + ("" if positional else value(argument)), escaped(words.strip()) or "\\&"]
    return [".SH OPTIONS"] + out if out else []


def page(command, path, title, version, date):
    out = [f'.TH {title.upper()} 1 {date} "Leitmotif {version}" "User commands"', ".SH NAME"]
    out += [f"{escaped(title)} \\- {escaped(command['abstract'])}", ".SH SYNOPSIS"] + synopsis(command, path)
    return out + examples(command.get("discussion") or "") + options(command)


version, date, folder = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
root = json.load(sys.stdin)["command"]
commands = [command for command in root["subcommands"] if command["shouldDisplay"] and command["commandName"] != "help"]
text = page(root, NAME, NAME, version, date) + [".SH COMMANDS"]
for command in commands:
    title = f"{NAME}-{command['commandName']}"
    text += [".TP", f"\\fB{escaped(command['commandName'])}\\fR", escaped(command["abstract"]) + f" See {escaped(title)}(1)."]
    (folder / f"{title}.1").write_text("\n".join(page(command, f"{NAME} {command['commandName']}", title, version, date)) + "\n")
text += [
    ".SH ENVIRONMENT", ".TP", "\\fBLEITMOTIF_LEVEL\\fR",
    escaped("v2 or v3: the program for a lower x86-64 level than the processor has. leitmotif --version names the one in use."),
    ".TP", "\\fBLEITMOTIF_HOME\\fR", escaped("The folder that holds Weights and Resources."),
]
(folder / f"{NAME}.1").write_text("\n".join(text) + "\n")
