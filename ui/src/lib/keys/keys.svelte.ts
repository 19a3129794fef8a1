/**
 * The keyboard map. Scopes lie on top of each other (everywhere, screen, panel, overlay); the topmost binding that
 * wants a chord gets it. A scope that is `sole` hides those below, as an overlay does.
 *
 * Must hold: single characters act only outside text fields and only while the focus is nowhere or in the screen's
 * main region (WCAG 2.1.4). The same table draws the F1 overlay and the footers, so a shown key is a working key.
 */
import type { Key } from '../i18n';
import { chord, isSingle, takesText } from './chord';

export type Binding = {
  /** Chords as `chord` writes them. */
  keys: readonly string[];
  /** What it does, for the F1 overlay; absent for keys that need no mention. */
  says?: Key;
  run: () => void;
  /** Only while this holds. */
  when?: () => boolean;
  /** Also while text is being typed (named keys such as Enter are left to the field otherwise). */
  inText?: boolean;
  /** Never while text is being typed: the field has its own meaning for it. */
  notInText?: boolean;
  /** The two keys are the ends of a row: "1 sampai 5". */
  range?: boolean;
  /** Held-down keys repeat. */
  repeats?: boolean;
};

export type Scope = { title: Key; bindings: readonly Binding[]; sole?: boolean };

/** Accelerators of the web view that would leave the page or open its own tools. */
const BLOCKED = new Set(['F3', 'F5', 'F7', 'Ctrl+R', 'Ctrl+Shift+R', 'Ctrl+P', 'Ctrl+F', 'Ctrl+G', 'Ctrl+J', 'Ctrl+U', 'Ctrl+S', 'Ctrl+O', 'Alt+ArrowLeft', 'Alt+ArrowRight']);

export class Keys {
  scopes = $state.raw<readonly Scope[]>([]);
  /** Single-character keys are on (WCAG 2.1.4 asks for a way to turn them off). */
  singles = $state(true);

  /** Adds a scope on top; returns the way to take it off again. */
  push(scope: Scope): () => void {
    this.scopes = [...this.scopes, scope];
    return () => (this.scopes = this.scopes.filter((s) => s !== scope));
  }

  /** Scopes that are heard now, top first. */
  get heard(): readonly Scope[] {
    const heard: Scope[] = [];
    for (const scope of [...this.scopes].reverse()) {
      heard.push(scope);
      if (scope.sole) break;
    }
    return heard;
  }

  /** Listens on the window; returns the way to stop. */
  listen(): () => void {
    const hear = (event: KeyboardEvent): void => this.handle(event);
    window.addEventListener('keydown', hear);
    return () => window.removeEventListener('keydown', hear);
  }

  handle(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.isComposing) return;
    const pressed = chord(event);
    const binding = this.#find(pressed, event);
    if (binding) {
      event.preventDefault();
      binding.run();
    } else if (BLOCKED.has(pressed)) event.preventDefault();
  }

  #find(pressed: string, event: KeyboardEvent): Binding | null {
    const text = takesText(event.target);
    const named = !event.ctrlKey && !event.altKey && !/^F\d+$/.test(pressed);
    const presses = pressed === 'Enter' || pressed === 'Space';
    for (const scope of this.heard) {
      for (const b of scope.bindings) {
        if (!b.keys.includes(pressed)) continue;
        if (event.repeat && !b.repeats) continue;
        if (text && (b.notInText || (named && !b.inText))) continue;
        if (presses && onControl(event.target)) continue;
        if (isSingle(pressed) && !(this.singles && inMain(event.target))) continue;
        if (b.when && !b.when()) continue;
        return b;
      }
    }
    return null;
  }
}

/** Enter and Space belong to a control that has the focus. */
function onControl(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('button, a, summary, [role="radio"]') !== null;
}

function inMain(target: EventTarget | null): boolean {
  if (!(target instanceof Element) || target === document.body || target === document.documentElement) return true;
  return target.closest('main') !== null;
}

/** `Ctrl+Shift+D` as it is printed on a key hint: `Ctrl Shift D`. */
export function printed(keys: string): string {
  return keys
    // The last plus of `Ctrl++` is the key itself.
    .split(/\+(?=.)/)
    .map((k) => SYMBOLS[k] ?? (k.length === 1 ? k.toUpperCase() : k))
    .join(' ');
}

const SYMBOLS: Record<string, string> = { ArrowUp: '↑', ArrowDown: '↓', ArrowLeft: '←', ArrowRight: '→', Escape: 'Esc' };
