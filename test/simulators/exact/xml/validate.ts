/** Checks a document against the schema of `schema.ts`. Findings name element and position in the tree; none means valid. */
import type { XmlNode } from './parser';
import { TYPES } from './schema';
import type { Particle, Simple, Type } from './schema';

const XSI = 'http://www.w3.org/2001/XMLSchema-instance';
const MOST_FINDINGS = 20;

export function validate(root: XmlNode): readonly string[] {
  const findings: string[] = [];
  const report = (path: string, text: string): void => {
    if (findings.length < MOST_FINDINGS) findings.push(`${path}: ${text}`);
  };
  if (root.name !== 'eExact') report(root.name, "the root element must be 'eExact'");
  else checkElement(root, TYPES['eExact'] as Type, 'eExact', report, true);
  return findings;
}

type Report = (path: string, text: string) => void;

function checkElement(node: XmlNode, type: Type, path: string, report: Report, isRoot = false): void {
  checkAttributes(node, type, path, report, isRoot);
  if (type.text !== undefined) {
    for (const child of node.children) report(`${path}/${child.name}`, 'the element is not expected');
    const problem = checkText(node.text, type.text);
    if (problem !== undefined) report(path, problem);
    return;
  }
  if (node.text.trim() !== '') report(path, 'text is not allowed here');
  const matched: { readonly node: XmlNode; readonly type: string }[] = [];
  const rest = type.content ? match(type.content, node.children, 0, path, report, matched) : 0;
  if (rest === undefined) return;
  const extra = node.children[rest];
  if (extra) report(`${path}/${extra.name}`, 'the element is not expected here');
  for (const { node: child, type: name } of matched) {
    const childType = TYPES[name];
    if (!childType) throw new Error(`simulator: the schema has no type ${name}`);
    checkElement(child, childType, `${path}/${child.name}`, report);
  }
}

/** Takes as many children as the particle wants; gives the next index, or undefined after a finding. */
function match(particle: Particle, nodes: readonly XmlNode[], from: number, path: string, report: Report, matched: { readonly node: XmlNode; readonly type: string }[]): number | undefined {
  if (particle.kind === 'element') {
    let at = from;
    for (let node = nodes[at]; node?.name === particle.name && at - from < particle.max; node = nodes[at]) {
      matched.push({ node, type: particle.type });
      at += 1;
    }
    if (at - from >= particle.min) return at;
    report(path, `'${particle.name}' is expected${nodes[from] ? ` before '${nodes[from].name}'` : ''}`);
    return undefined;
  }
  const next = nodes[from]?.name;
  if (particle.kind === 'choice') {
    const chosen = particle.parts.find((part) => next !== undefined && starts(part, next)) ?? particle.parts.find(canBeEmpty) ?? particle.parts[0];
    return chosen ? match(chosen, nodes, from, path, report, matched) : from;
  }
  if (particle.optional && (next === undefined || !starts(particle, next))) return from;
  let at: number | undefined = from;
  for (const part of particle.parts) {
    at = match(part, nodes, at, path, report, matched);
    if (at === undefined) return undefined;
  }
  return at;
}

function starts(particle: Particle, name: string): boolean {
  if (particle.kind === 'element') return particle.name === name;
  if (particle.kind === 'choice') return particle.parts.some((part) => starts(part, name));
  for (const part of particle.parts) {
    if (starts(part, name)) return true;
    if (!canBeEmpty(part)) return false;
  }
  return false;
}

function canBeEmpty(particle: Particle): boolean {
  if (particle.kind === 'element') return particle.min === 0;
  if (particle.optional) return true;
  return particle.kind === 'choice' ? particle.parts.some(canBeEmpty) : particle.parts.every(canBeEmpty);
}

function checkAttributes(node: XmlNode, type: Type, path: string, report: Report, isRoot: boolean): void {
  for (const [name, value] of Object.entries(node.attributes)) {
    if (name === 'xmlns') report(path, 'a default namespace is not allowed');
    else if (name === 'xmlns:xsi') {
      if (value !== XSI) report(path, 'xmlns:xsi names an unknown namespace');
    } else if (name === 'xsi:noNamespaceSchemaLocation' && isRoot) {
      if (node.attributes['xmlns:xsi'] === undefined) report(path, "the prefix 'xsi' is not declared");
    } else {
      const attribute = type.attributes[name];
      const problem = attribute ? checkText(value, attribute.type) : 'the attribute is not declared';
      if (problem !== undefined) report(`${path}/@${name}`, problem);
    }
  }
  for (const [name, attribute] of Object.entries(type.attributes)) if (attribute.required && node.attributes[name] === undefined) report(path, `the attribute '${name}' is required`);
}

function checkText(raw: string, type: Simple): string | undefined {
  if (type === 'string') return undefined;
  if (type === 'string255' || type === 'string35') {
    const most = type === 'string255' ? 255 : 35;
    return [...raw].length > most ? `longer than ${most} characters` : undefined;
  }
  const text = raw.trim();
  if (typeof type === 'object') return type.oneOf.includes(text) ? undefined : `'${text}' is not one of the values allowed`;
  switch (type) {
    case 'float':
      return isFloat(text) ? undefined : `'${text}' is not a valid number`;
    case 'percentage':
      return isFloat(text) && Number(text) >= -1 && Number(text) <= 1 ? undefined : `'${text}' is not a fraction between -1 and 1`;
    case 'integer':
      return /^[-+]?\d+$/.test(text) ? undefined : `'${text}' is not a whole number`;
    case 'boolean':
      return ['true', 'false', '1', '0'].includes(text) ? undefined : `'${text}' is not a boolean`;
    case 'date':
      return isDate(text) ? undefined : `'${text}' is not a date`;
  }
}

function isFloat(text: string): boolean {
  return /^[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?$/.test(text);
}

function isDate(text: string): boolean {
  const match = /^(\d{4})-(\d\d)-(\d\d)(Z|[-+]\d\d:\d\d)?$/.exec(text);
  if (!match) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  return year > 0 && month >= 1 && month <= 12 && day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}
