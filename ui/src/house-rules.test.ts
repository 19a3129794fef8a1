/** Rules of this page that no tool knows: one door to the shell, no markup from data, no inline styles, no loose words. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parse, type AST } from 'svelte/compiler';
import { describe, expect, it } from 'vitest';

const ROOT = join(process.cwd(), 'src');

function files(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? files(path) : [path];
  });
}

const all = files(ROOT).filter((f) => /\.(svelte|ts)$/.test(f) && !f.includes('generated'));
const source = all.filter((f) => !f.endsWith('.test.ts') && !f.includes('/test/'));
const components = source.filter((f) => f.endsWith('.svelte'));
const named = (f: string): string => relative(ROOT, f);
const text = (f: string): string => readFileSync(f, 'utf8');

/** Tier of a file: imports may only point to the same tier or a lower one. */
function tier(path: string): number {
  if (path.startsWith('lib/i18n') || path.startsWith('lib/api') || path.startsWith('lib/keys')) return 0;
  if (path.startsWith('lib/ui')) return 1;
  if (path.startsWith('lib/features') || path.startsWith('lib/state')) return 2;
  return 3;
}

describe('house rules', () => {
  it('only client.ts imports Tauri', () => {
    expect(source.filter((f) => text(f).includes('@tauri-apps')).map(named)).toEqual(['lib/api/client.ts']);
  });

  it('no markup is made from text', () => {
    const made = source.filter((f) => /\{@html|innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function\(/.test(text(f)));
    expect(made.map(named), 'hostile names must stay text').toEqual([]);
  });

  it('no style attribute stands in a template, because the content policy drops it', () => {
    expect(components.filter((f) => /\sstyle="/.test(text(f))).map(named)).toEqual([]);
  });

  it('the window title is always “Suar”', () => {
    expect(source.filter((f) => /document\.title|<svelte:head>/.test(text(f))).map(named)).toEqual([]);
    expect(readFileSync(join(ROOT, '../index.html'), 'utf8')).toContain('<title>Suar</title>');
  });

  it('nothing is fetched, logged or kept by the page', () => {
    const kept = source.filter((f) => /\bfetch\(|XMLHttpRequest|WebSocket|localStorage|sessionStorage|indexedDB|console\./.test(text(f)));
    expect(kept.map(named)).toEqual([]);
  });

  it('imports point down: routes, features and state, ui, words and contract', () => {
    const wrong: string[] = [];
    for (const file of source) {
      for (const [, path] of text(file).matchAll(/from '(\.[^']+)'/g)) {
        const target = relative(ROOT, join(file, '..', path ?? ''));
        if (tier(target) > tier(named(file))) wrong.push(`${named(file)} -> ${target}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('nothing but the page for design work knows the fake', () => {
    const knows = source.filter((f) => !named(f).startsWith('fake/') && /from '[^']*\/fake(?:\/|')|import\('[^']*\/fake/.test(text(f)));
    expect(knows.map(named)).toEqual(['design.ts']);
  });

  it('every word that an officer reads comes from the catalogues', () => {
    const loose: string[] = [];
    for (const file of components) {
      const { fragment } = parse(text(file), { modern: true });
      walk(fragment, (node) => {
        if (node.type === 'Text' && /\p{L}{2,}/u.test(node.data) && !KEY_NAMES.has(node.data.trim())) loose.push(`${named(file)}: ${node.data.trim()}`);
        if (node.type === 'Attribute' && SPOKEN.has(node.name) && Array.isArray(node.value)) {
          const [only] = node.value;
          if (node.value.length === 1 && only?.type === 'Text' && /\p{L}{2,}/u.test(only.data)) loose.push(`${named(file)}: ${node.name}=${only.data}`);
        }
      });
    }
    expect(loose).toEqual([]);
  });

  it('files stay readable: none is longer than 420 lines, tests aside', () => {
    const long = source.filter((f) => text(f).split('\n').length > 420);
    expect(long.map(named)).toEqual([]);
  });

  it('every file says what it is for', () => {
    const silent = source.filter((f) => {
      const start = text(f).slice(0, 2000);
      return f.endsWith('.svelte') ? !start.includes('@component') : !/^\s*(\/\*\*|\/\*)/.test(start);
    });
    expect(silent.map(named)).toEqual([]);
  });
});

/** Names of keys are the same in every language. */
const KEY_NAMES = new Set(['Enter', 'Esc', 'F1', 'Ctrl Z', 'Ctrl L', 'Ctrl Shift D']);
const SPOKEN = new Set(['aria-label', 'title', 'placeholder', 'alt', 'label']);

type Node = AST.Fragment | AST.SvelteNode;

function walk(node: Node, visit: (node: AST.SvelteNode) => void): void {
  const attributes: AST.SvelteNode[] = 'attributes' in node && Array.isArray(node.attributes) ? (node.attributes as AST.SvelteNode[]) : [];
  for (const attribute of attributes) visit(attribute);
  const parts = ['fragment', 'consequent', 'alternate', 'body', 'fallback', 'pending', 'then', 'catch'] as const;
  if (node.type === 'Fragment') {
    for (const child of node.nodes) {
      visit(child as AST.SvelteNode);
      walk(child as AST.SvelteNode, visit);
    }
    return;
  }
  for (const part of parts) {
    const inner = (node as unknown as Record<string, unknown>)[part];
    if (inner && typeof inner === 'object' && (inner as { type?: string }).type === 'Fragment') walk(inner as AST.Fragment, visit);
  }
}
