/** Starts the page over what answers it: one client, one session, one window. */
import { mount } from 'svelte';
import App from './App.svelte';
import { Api, type Backend } from './lib/api/client';
import { Topics } from './lib/api/topics';
import { Session } from './lib/state/session.svelte';
import './styles/tokens.css';
import './styles/base.css';

export async function start(backend: Backend): Promise<void> {
  const target = document.getElementById('suar');
  if (!target) return;
  const topics = new Topics();
  const api = new Api(backend, topics);
  const session = new Session(api);
  await session.refresh();
  mount(App, { target, props: { api, topics, session } });
}
