/** The hook for pre-commit: it brings its own Node, as teams without one need it. */
export const preCommitHook = (version: string): string => `- repo: local
  hooks:
    - id: migralint
      name: migralint
      language: node
      language_version: "22.20.0"
      additional_dependencies: ["migralint@${version}"]
      entry: migralint check --ignore-others
      files: (^|/)(versions|migrations?|migrate|alembic|changelogs?|drizzle|prisma)/.*\\.(py|sql|[cm]?[jt]s)$
      require_serial: true
`;

/** The list of repositories with one more at its end, indented as the others are; `undefined` where there is no such list. */
export function withHook(text: string, version: string): string | undefined {
  if (text.includes('migralint')) return undefined;
  const lines = text.split('\n');
  const start = lines.findIndex((line) => /^repos:\s*(?:#.*)?$/u.test(line));
  if (start < 0) return undefined;
  const rest = lines.slice(start + 1);
  const next = rest.findIndex((line) => /^[^\s#-]/u.test(line));
  const body = next < 0 ? rest : rest.slice(0, next);
  const used = body.findLastIndex((line) => line.trim() !== '' && !/^#/u.test(line)) + 1;
  const indent = /^( *)- /mu.exec(body.join('\n'))?.[1] ?? '  ';
  const hook = preCommitHook(version).trimEnd().split('\n').map((line) => `${indent}${line}`);
  const at = start + 1 + used;
  return [...lines.slice(0, at), ...hook, ...(at >= lines.length ? [''] : lines.slice(at))].join('\n');
}

export const workflow = (version: string): string => `name: migralint
on:
  pull_request:
permissions:
  contents: read
jobs:
  migralint:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
        with:
          fetch-depth: 0
      - uses: actions/setup-node@v5
        with:
          node-version: 24
      - name: What the migrations of this pull request do
        env:
          BASE: origin/\${{ github.base_ref }}
        run: |
          npx --yes migralint@${version} --since "$BASE" --format markdown >> "$GITHUB_STEP_SUMMARY" || true
          npx --yes migralint@${version} --since "$BASE" --format github
`;

export const gitlabJob = (version: string): string => `
migralint:
  image: node:24
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"
  variables:
    GIT_DEPTH: 0
  script:
    - git fetch --quiet origin "$CI_MERGE_REQUEST_TARGET_BRANCH_NAME"
    - npx --yes migralint@${version} --since FETCH_HEAD --format gitlab --output gl-code-quality-report.json || status=$?
    - npx --yes migralint@${version} --since FETCH_HEAD || true
    - exit "\${status:-0}"
  artifacts:
    when: always
    reports:
      codequality: gl-code-quality-report.json
`;

export const jsonConfig = (hasPackage: boolean): string => `${JSON.stringify({ ...(hasPackage && { $schema: './node_modules/migralint/dist/schema.json' }), preset: 'recommended' }, null, 2)}\n`;

export const TOML_CONFIG = '[tool.migralint]\npreset = "recommended"\n';
