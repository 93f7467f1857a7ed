/** Packages that talk to people, files and other services, never to the database of the migrations. */
export const HARMLESS_PACKAGES: ReadonlySet<string> = new Set(
  `
  aioboto3 aiobotocore aiohttp attr attrs babel bcrypt boto3 botocore certifi chardet click colorama colorlog cryptography dateutil decouple dotenv environs faker
  grpc hiredis httpx humanize idna itsdangerous jinja2 jose jsonschema jwt loguru mako markdown markupsafe minio nacl nanoid newrelic numpy oslo_log oslo_utils
  passlib pendulum phonenumbers pydantic pydantic_core pydantic_settings pytz redis requests rich ruamel sendgrid sentry_sdk simplejson six slugify statsd stripe
  structlog tabulate tenacity toml tomli tomlkit tqdm twilio typing_extensions tzlocal ujson ulid unidecode urllib3 validators werkzeug yaml yarl zstandard
  `
    .trim()
    .split(/\s+/),
);

/** Names of the standard library's modules. */
export const STANDARD_MODULES: ReadonlySet<string> = new Set(
  `
  __future__ abc aifc argparse array ast asynchat asyncio asyncore atexit audioop base64 bdb binascii bisect builtins bz2 cProfile calendar cgi cgitb
  chunk cmath cmd code codecs codeop collections colorsys compileall concurrent configparser contextlib contextvars copy copyreg crypt csv ctypes curses
  dataclasses datetime dbm decimal difflib dis distutils doctest email encodings ensurepip enum errno faulthandler fcntl filecmp fileinput fnmatch
  fractions ftplib functools gc genericpath getopt getpass gettext glob graphlib grp gzip hashlib heapq hmac html http imaplib imghdr imp importlib
  inspect io ipaddress itertools json keyword linecache locale logging lzma mailbox mailcap marshal math mimetypes mmap modulefinder msilib msvcrt
  multiprocessing netrc nis nntplib numbers opcode operator optparse os ossaudiodev pathlib pdb pickle pickletools pipes pkgutil platform plistlib
  poplib posix pprint profile pstats pty pwd py_compile pyclbr pydoc pydoc_data pyexpat queue quopri random re readline reprlib resource rlcompleter
  runpy sched secrets select selectors shelve shlex shutil signal site smtpd smtplib sndhdr socket socketserver spwd sqlite3 sre_compile sre_constants
  sre_parse ssl stat statistics string stringprep struct subprocess sunau symtable sys sysconfig syslog tabnanny tarfile telnetlib tempfile termios
  textwrap threading time timeit tkinter token tokenize tomllib trace traceback tracemalloc tty turtle turtledemo types typing unicodedata unittest
  urllib uu uuid venv warnings wave weakref webbrowser winreg winsound wsgiref xdrlib xml xmlrpc zipapp zipfile zipimport zlib zoneinfo
  `
    .trim()
    .split(/\s+/),
);
