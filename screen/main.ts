/** The page's composition root: everything with an effect is made and joined here. */
import { createPinia } from 'pinia';
import { createApp, watchEffect } from 'vue';
import App from './App.vue';
import './look/base.css';
import './look/fonts.ts';
import { bindAddress, bindStage, makeRouter } from './router.ts';
import { LiveSource } from './source/live.ts';
import { useCity } from './store/city.ts';
import { usePlace } from './store/place.ts';
import { useScenes } from './store/scenes.ts';
import { startSession } from './store/session.ts';
import { useStage } from './store/stage.ts';
import { startTiles } from './store/tile-session.ts';
import { useWall } from './store/wall.ts';
import { soon } from './source/soon.ts';
import { LANGUAGE } from './look/language.ts';

const app = createApp(App);
app.use(createPinia());
const router = makeRouter();
app.use(router);
bindAddress(router, usePlace(), useScenes(), useWall());
bindStage(router, useStage());

document.documentElement.lang = LANGUAGE;
const city = useCity();
watchEffect(() => { if (city.hello) document.title = city.hello.city.title; });

const source = new LiveSource();
const every = (run: () => void, ms: number): (() => void) => { const timer = setInterval(run, ms); return () => clearInterval(timer); };
startTiles(source.tile, {
  mono: () => performance.now(), every,
  frame: (run) => { requestAnimationFrame(run); },
  glass: () => ({ width: window.innerWidth, height: window.innerHeight }),
  memory: window.sessionStorage,
});
startSession(source, {
  mono: () => performance.now(),
  reload: () => window.location.reload(),
  memory: window.sessionStorage,
  schedule: soon,
  later: (run, ms) => { const timer = setTimeout(run, ms); return () => clearTimeout(timer); },
  every,
});
void router.isReady().then(() => app.mount('#app'));
