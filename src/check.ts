import { fingerprint } from './fingerprint.js';
import type { Finding, FindingObject, Problem, Related, Severity, Suggestion } from './finding.js';
import type { History, ReportDetails, RoundTrip, Rule, RuleContext, RuleListener, Step } from './rule.js';
import type { Direction, Migration } from './migration.js';
import type { Operation } from './operation.js';
import type { Span } from './span.js';
import type { Target } from './target.js';

export interface RuleSetting {
  readonly severity: Severity;
  readonly options: Readonly<Record<string, unknown>>;
}

export interface CheckOptions {
  readonly rules: readonly Rule[];
  readonly settingOf: (rule: Rule, file: string) => RuleSetting | undefined;
  readonly target: Target;
  readonly keepPossible: boolean;
  /** A file or folder by the place where the repository has it: fingerprints do not depend on where migralint runs. */
  readonly locate?: (file: string) => string;
}

/** What one migration gives the rules to look at. */
export interface Subject {
  readonly migration: Migration;
  readonly steps: readonly Step[];
  readonly trip: RoundTrip;
}

/** `Step[] → Finding[]`: asks every rule about every migration under review. A crash inside a rule is a problem, not the end. */
export class Checker {
  readonly findings: Finding[] = [];
  readonly problems: Problem[] = [];
  private readonly seen = new Map<string, number>();
  /** The operations that findings are about. */
  private readonly places = new Map<Finding, Operation>();

  constructor(private readonly options: CheckOptions) {}

  migration(subject: Subject): void {
    const { migration } = subject;
    const first = this.findings.length;
    const kinds = new Set(subject.steps.map(({ operation }) => operation.kind));
    for (const rule of this.options.rules) {
      const { meta } = rule;
      if (meta.dialects !== 'all' && !meta.dialects.includes(this.options.target.dialect)) continue;
      const setting = this.settingFor(rule, migration);
      if (!setting) continue;
      const current: Current = { migration };
      this.guarded(rule, migration, () => {
        const listener = rule.create(this.context(rule, setting, current));
        const concerned = Object.keys(listener).some((kind) => kinds.has(kind as Operation['kind']));
        for (const step of concerned ? subject.steps : []) {
          if (!meta.directions.includes(step.direction)) continue;
          const listen = (listener as Readonly<Record<string, unknown>>)[step.operation.kind] as ((operation: Operation, step: Step) => void) | undefined;
          if (!listen) continue;
          current.step = step;
          listen(step.operation, step);
        }
        current.step = undefined;
        current.trip = subject.trip;
        listener.migration?.(subject.trip);
      });
    }
    this.findings.splice(first, this.findings.length - first, ...oneForEachCause(this.findings.slice(first), this.places, this.options.rules));
  }

  history(history: History): void {
    const [first] = history.migrations;
    if (!first) return;
    for (const rule of this.options.rules) {
      const setting = this.settingFor(rule, first);
      if (!setting) continue;
      this.guarded(rule, undefined, () => {
        const listener: RuleListener = rule.create(this.context(rule, setting, {}));
        listener.history?.(history);
      });
    }
  }

  /** Findings that the engine itself makes, worded by the rule of that id. */
  engine(rule: Rule, span: Span, messageId: string, details: ReportDetails): void {
    const setting = this.options.settingOf(rule, span.file);
    if (setting) this.add(rule, setting, span, messageId, details, {});
  }

  private settingFor(rule: Rule, migration: Migration): RuleSetting | undefined {
    return this.options.settingOf(rule, migration.file);
  }

  private context(rule: Rule, setting: RuleSetting, current: Current): RuleContext {
    return {
      target: this.options.target,
      options: { ...rule.meta.options?.defaults, ...setting.options },
      strict: this.options.keepPossible,
      report: (at, messageId, details) => this.add(rule, setting, at, messageId, details ?? {}, current),
    };
  }

  private guarded(rule: Rule, migration: Migration | undefined, body: () => void): void {
    try {
      body();
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      this.problems.push({ message: `rule ${rule.id} failed, which is a fault of migralint; its findings on this file are missing: ${message}`, file: migration?.file });
    }
  }

  private add(rule: Rule, setting: RuleSetting, at: Span | Operation, messageId: string, details: ReportDetails, current: Current): void {
    const operation = 'kind' in at ? at : current.step?.operation;
    const place = placeOf(at, current.migration);
    const possible = details.possible === true || operation?.certainty === 'maybe';
    let severity = severityOf(rule, setting, details);
    if (possible && !this.options.keepPossible) {
      // nothing is ever promoted, and a possible warning is not worth an interruption
      if (severity !== 'error') return;
      severity = 'warning';
    }
    const migration = details.migration ?? current.migration;
    const direction = details.direction ?? current.step?.direction ?? (current.trip ? 'downgrade' : undefined);
    const finding: Finding = {
      ruleId: rule.id,
      messageId,
      severity,
      confidence: possible ? 'possible' : 'certain',
      message: fill(rule.meta.messages[messageId] ?? messageId, details.data ?? {}),
      ...(details.data && { data: details.data }),
      span: place.span,
      ...(migration && { migration: migration.id }),
      ...(direction && { direction }),
      ...(details.object && { object: details.object }),
      ...(details.objects && { objects: details.objects }),
      related: [...place.related, ...(details.related ?? [])],
      ...(current.step && current.step.operation === operation && { impact: current.step.impact }),
      fingerprint: this.fingerprint(rule.id, migration, direction, details.object, messageId),
      suggestions: (details.suggestions ?? []) satisfies readonly Suggestion[],
    };
    this.findings.push(finding);
    if (operation) this.places.set(finding, operation);
  }

  private fingerprint(rule: string, migration: Migration | undefined, direction: Direction | undefined, object: FindingObject | undefined, messageId: string): string {
    const environment = migration && (this.options.locate?.(migration.environment) ?? migration.environment);
    const key = [rule, environment, migration?.id, direction, object?.kind, object?.table, object?.name, messageId].join('\0');
    const count = (this.seen.get(key) ?? 0) + 1;
    this.seen.set(key, count);
    return fingerprint(count === 1 ? key : `${key}\0${count}`);
  }
}

/** A finding lies in the file of its migration, where it is reviewed and can be allowed; what is written elsewhere is related. */
function placeOf(at: Span | Operation, migration: Migration | undefined): { readonly span: Span; readonly related: readonly Related[] } {
  if (!('kind' in at)) return { span: at, related: [] };
  const { span, calledAt } = at;
  return calledAt === undefined || calledAt.file !== migration?.file ? { span, related: [] } : { span: calledAt, related: [{ message: 'it is written here', span }] };
}

interface Current {
  readonly migration?: Migration;
  step?: Step;
  trip?: RoundTrip;
}

/** Of findings on one operation those that others give way to, which mention what they leave out. */
function oneForEachCause(findings: readonly Finding[], places: ReadonlyMap<Finding, Operation>, rules: readonly Rule[]): readonly Finding[] {
  const yieldsTo = new Map(rules.flatMap(({ id, meta }) => (meta.yieldsTo ? [[id, new Set(meta.yieldsTo)] as const] : [])));
  const graver = (finding: Finding): Finding | undefined => {
    const operation = places.get(finding);
    const others = yieldsTo.get(finding.ruleId);
    return operation && others && findings.find((other) => others.has(other.ruleId) && places.get(other) === operation);
  };
  const mentioned = new Map<Finding, Finding[]>();
  const kept = findings.filter((finding) => {
    const other = graver(finding);
    if (other) mentioned.set(other, [...(mentioned.get(other) ?? []), finding]);
    return other === undefined;
  });
  return kept.map((finding) => {
    const left = mentioned.get(finding) ?? [];
    return left.length === 0 ? finding : { ...finding, related: [...finding.related, ...left.map(({ ruleId, message, span }) => ({ message: `${ruleId}: ${message}`, span }))] };
  });
}

const rank = (severity: Severity): number => ({ note: 0, warning: 1, error: 2 })[severity];

/** A message may be milder than its rule, or graver where the project has not set the rule lower than its presets do. */
function severityOf(rule: Rule, setting: RuleSetting, { severity }: ReportDetails): Severity {
  if (severity === undefined) return setting.severity;
  const { recommended, strict, all } = rule.meta.presets;
  const usual = recommended ?? strict ?? all ?? 'note';
  return rank(severity) < rank(setting.severity) || rank(setting.severity) >= rank(usual) ? severity : setting.severity;
}

const fill = (message: string, data: Readonly<Record<string, string>>): string => message.replace(/\{\{\s*(\w+)\s*\}\}/gu, (whole, name: string) => data[name] ?? whole);
