/** Starts the page: one client, one session, one window. */
import { mount } from 'svelte';
import App from './App.svelte';
import { Api, backend } from './lib/api/client';
import { Topics } from './lib/api/topics';
import { Session } from './lib/state/session.svelte';
import './styles/tokens.css';
import './styles/base.css';

async function start(target: HTMLElement): Promise<void> {
  const topics = new Topics();
  const api = new Api(await backend(), topics);
  const session = new Session(api);
  await session.refresh();
  mount(App, { target, props: { api, topics, session } });
}

const target = document.getElementById('suar');
if (target) void start(target);
