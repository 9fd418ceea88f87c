/**
 * Asks the server on this machine whether it is well; for the container's HEALTHCHECK.
 *
 * `node tools/healthcheck.mjs [PORT]` leaves with 0 when `/healthz` answers, by HTTPS or, behind a
 * reverse proxy, by HTTP.
 */

import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';

const port = Number(process.argv[2] ?? process.env['EVAGORE_HTTP_PORT'] ?? 8443);
const TIMEOUT_MS = 4_000;

const well = (await answers(requestHttps)) || (await answers(requestHttp));
process.exit(well ? 0 : 1);

/**
 * @param {typeof requestHttps} request
 * @returns {Promise<boolean>}
 */
function answers(request) {
  return new Promise((resolve) => {
    // Our own certificate need not be signed by anyone: the question never leaves this machine.
    const options = { host: '127.0.0.1', port, path: '/healthz', rejectUnauthorized: false };
    const question = request({ ...options, timeout: TIMEOUT_MS }, (answer) => {
      answer.resume();
      resolve(answer.statusCode === 200);
    });
    question.on('timeout', () => question.destroy());
    question.on('error', () => resolve(false));
    question.end();
  });
}
