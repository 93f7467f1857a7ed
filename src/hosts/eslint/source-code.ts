import { ConfigCommentParser, Directive, TextSourceCodeBase, VisitNodeStep } from '@eslint/plugin-kit';
import { childrenOf, type Location, type Tree, type TreeComment, type TreeNode } from './tree.js';

const INLINE = /^\s*(?:eslint|eslint-(?:enable|disable(?:-next-line|-line)?))(?:\s|$)/u;
const DIRECTIVES = { 'eslint-disable': 'disable', 'eslint-enable': 'enable', 'eslint-disable-next-line': 'disable-next-line', 'eslint-disable-line': 'disable-line' } as const;
const isDirective = (label: string): label is keyof typeof DIRECTIVES => Object.hasOwn(DIRECTIVES, label);

const parser = new ConfigCommentParser();

interface Fault {
  readonly ruleId: null;
  readonly message: string;
  readonly loc: Location;
}

/** A file of a language that ESLint does not know by itself, as its rules and its comments see it. */
export class TreeSourceCode extends TextSourceCodeBase {
  declare readonly ast: TreeNode;
  readonly comments: readonly TreeComment[];
  readonly visitorKeys: Tree['visitorKeys'];
  private steps: readonly VisitNodeStep[] | undefined;
  private inline: readonly TreeComment[] | undefined;

  constructor(text: string, { ast, comments, visitorKeys }: Tree) {
    super({ text, ast, lineEndingPattern: /\r\n|\n|\r/u });
    this.comments = comments;
    this.visitorKeys = visitorKeys;
  }

  override getParent(node: object): TreeNode | undefined {
    return (node as TreeNode).parent;
  }

  getAllComments(): readonly TreeComment[] {
    return this.comments;
  }

  override traverse(): Iterable<VisitNodeStep> {
    this.steps ??= this.walk();
    return this.steps;
  }

  private walk(): readonly VisitNodeStep[] {
    const steps: VisitNodeStep[] = [];
    // of its own making, because code can be nested deeper than calls
    const waiting: { readonly node: TreeNode; readonly phase: 1 | 2 }[] = [{ node: this.ast, phase: 1 }];
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const { node, phase } = next;
      steps.push(new VisitNodeStep({ target: node, phase, args: [node, node.parent] }));
      if (phase === 2) continue;
      waiting.push({ node, phase: 2 });
      for (const child of [...childrenOf(node, this.visitorKeys)].reverse()) waiting.push({ node: child, phase: 1 });
    }
    return steps;
  }

  getInlineConfigNodes(): readonly TreeComment[] {
    return (this.inline ??= this.comments.filter(({ value }) => INLINE.test(value)));
  }

  /** `eslint-disable` and its kind. */
  getDisableDirectives(): { readonly problems: readonly Fault[]; readonly directives: readonly Directive[] } {
    const problems: Fault[] = [];
    const directives: Directive[] = [];
    for (const node of this.getInlineConfigNodes()) {
      const { label, value, justification } = parser.parseDirective(node.value) ?? { label: '', value: '', justification: '' };
      if (!isDirective(label)) continue;
      if (label === 'eslint-disable-line' && node.loc.start.line !== node.loc.end.line) problems.push({ ruleId: null, message: `${label} comment should not span multiple lines.`, loc: node.loc });
      else directives.push(new Directive({ type: DIRECTIVES[label], node, value, justification }));
    }
    return { problems, directives };
  }

  /** `eslint migralint/drop-column: "warn"` */
  applyInlineConfig(): { readonly configs: readonly { readonly config: { readonly rules: object }; readonly loc: Location }[]; readonly problems: readonly Fault[] } {
    const problems: Fault[] = [];
    const configs: { readonly config: { readonly rules: object }; readonly loc: Location }[] = [];
    for (const { value: comment, loc } of this.getInlineConfigNodes()) {
      const directive = parser.parseDirective(comment);
      if (directive?.label !== 'eslint') continue;
      const parsed = parser.parseJSONLikeConfig(directive.value);
      if (parsed.ok) configs.push({ config: { rules: parsed.config }, loc });
      else problems.push({ ruleId: null, message: parsed.error.message, loc });
    }
    return { configs, problems };
  }
}
