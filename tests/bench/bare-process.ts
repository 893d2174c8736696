/** The baseline of the server's memory: its libraries, and nothing done with them. */
import 'express';
import 'h3-js';
import 'helmet';
import 'ioredis';
import 'pino';
import 'prom-client';
import 'socket.io';
import 'zod';

process.stdout.write('loaded\n');
setInterval(() => undefined, 1_000);
