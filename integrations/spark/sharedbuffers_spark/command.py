"""The `sharedbuffers` program: where it is, and running it."""
import json
import os
import shlex
import shutil
import subprocess

from .errors import BuildError

VARIABLE = 'SHAREDBUFFERS_COMMAND'


def find_command(option=None):
    """
    The words that start the program: those of the option `command`, of `SHAREDBUFFERS_COMMAND`, `sharedbuffers` on the path,
    or else by `npx`, which finds what is installed in the folder.
    """
    text = option or os.environ.get(VARIABLE)
    if text:
        return shlex.split(text)
    if shutil.which('sharedbuffers'):
        return ['sharedbuffers']
    if shutil.which('npx'):
        return ['npx', '--no-install', 'sharedbuffers']
    raise BuildError(
        'the program sharedbuffers was not found on this executor: install Node.js and `npm install --global sharedbuffers`, '
        f'or say how to start it, by the option command or in {VARIABLE}'
    )


def run(command, arguments, folder):
    """Runs the program to its end, and gives what it printed as JSON. Its output goes to files, so that it never waits for us."""
    out, err = os.path.join(folder, 'stdout'), os.path.join(folder, 'stderr')
    with open(out, 'wb') as stdout, open(err, 'wb') as stderr:
        with Started(command, arguments, stdin=subprocess.DEVNULL, stdout=stdout, stderr=stderr) as process:
            code = process.wait()
    if code != 0:
        raise failure(arguments[0], code, read_text(err).strip() or read_text(out))
    text = read_text(out)
    try:
        return json.loads(text)
    except ValueError as error:
        raise BuildError(f'sharedbuffers {arguments[0]} printed no JSON, but {text[:200]!r}') from error


class Started:
    """A process that does not outlive the block it is used in."""

    def __init__(self, command, arguments, **streams):
        try:
            self.process = subprocess.Popen([*command, *arguments], **streams)
        except OSError as error:
            raise BuildError(f'{shlex.join(command)} cannot be started: {error.strerror}') from error

    def __enter__(self):
        return self.process

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()


def failure(name, code, text):
    """What a failed run said, which is JSON in its last line, or whatever came instead."""
    said = text.strip().splitlines()[-1:] or ['']
    try:
        error = json.loads(said[0])['error']
        return BuildError(f'sharedbuffers {name} failed: {error["message"]} ({error["code"]})')
    except (ValueError, KeyError, TypeError):
        how = f'was killed by signal {-code}' if code < 0 else f'ended with exit code {code}'
        return BuildError(f'sharedbuffers {name} {how}: {text.strip()[-2000:] or "it said nothing"}')


def read_text(path):
    with open(path, encoding='utf-8', errors='replace') as file:
        return file.read()
