/** A component in a chunk of its own. A chunk that does not come (the server is away) is asked for again, for ever. */
import { defineAsyncComponent, type AsyncComponentLoader, type Component } from 'vue';

const LONGEST_WAIT = 5000;

export function lazy<T extends Component>(loader: AsyncComponentLoader<T>, failed: () => void = () => undefined): T {
  return defineAsyncComponent({
    loader,
    onError: (_error, retry, _fail, attempts) => {
      failed();
      setTimeout(retry, Math.min(LONGEST_WAIT, 250 * 2 ** attempts));
    },
  }) as T;
}
