/** tsx mock-feeds/main.ts city | serve | replay …: the simulated world outside. */
import { cityCommand } from './city/index.ts';
import { replayCommand } from './replay/command.ts';
import { serveCommand } from './serve.ts';

const USAGE = `usage:
  city   --out DIR [--seed 1] [--scale 1]
  serve  --city DIR [--port 0] [--seed 1] [--scale 1] [--speed 1] [--origin TIME] [--started-at TIME] [--history-days 30]
         [--faults none|mild|wild|ahead|JSON] [--admin-token T] [--categories FILE] [--cues FILE] [--keep-city yes] [--end-with stdin]
  replay --file X.ndjson.gz [--port 0] [--created COLUMN] [--closed COLUMN] [--zone ZONE] [--id COLUMN] [--speed 1] [--origin TIME] [--started-at TIME]
         [--static DIR] [--faults …] [--admin-token T]
TIME is epoch ms, ISO 8601, or local text. One JSON line on stdout says where it listens.`;

const [command, ...rest] = process.argv.slice(2);
try {
  if (command === 'city') cityCommand(rest);
  else if (command === 'serve') await serveCommand(rest);
  else if (command === 'replay') await replayCommand(rest);
  else throw new Error(`${command ?? 'nothing'} is no command\n${USAGE}`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
