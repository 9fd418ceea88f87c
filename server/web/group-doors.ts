import type { GroupName } from '@evagore/shared';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { originAllowed } from '../access/origin.ts';
import { addressKey } from './addresses.ts';
import { leaveBodiesUnread, readBody } from './api/body.ts';
import { httpCredentials } from './api/credentials.ts';
import type { SiteSource } from './api/options.ts';
import { preconditionOf } from './api/precondition.ts';
import { HttpRefusal } from './error-page.ts';
import { groupRoute, type GroupRoute } from './group-route.ts';

/** The ways into a group that are spoken over plain HTTP, at addresses such as `/group/NAME/.whip`. */

/** A request to a door, as far as doors need to know it. */
export interface DoorRequest {
  readonly method: string;
  readonly group: GroupName;
  /** The first component after the group's name, with its dot. */
  readonly resource: string;
  /** What follows it, decoded and without the slash between; empty for the resource itself. */
  readonly rest: string;
  readonly query: URLSearchParams;
  readonly contentType: string | undefined;
  /** From `Authorization: Bearer …`. */
  readonly token: string | undefined;
  /** Where the request comes from, without a port. */
  readonly address: string;
  /** What counts as one place: an address, or a network of IPv6. */
  readonly network: string;
  /** The body as text. @throws BodyTooLarge, BadBody */
  text(maxBytes: number): Promise<string>;
  /** @throws PreconditionFailed where the request is for another version than this, which exists. */
  demand(version: string): void;
}

export interface DoorAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: string;
}

/** Who answers such requests; never throws. */
export interface GroupDoor {
  /** First components of its addresses, such as `.whip`. */
  readonly resources: readonly string[];
  answer(request: DoorRequest): Promise<DoorAnswer>;
}

export interface GroupDoorsOptions {
  readonly doors: readonly GroupDoor[];
  readonly allowOrigin: readonly string[];
  readonly publicUrl?: string | undefined;
  readonly site?: SiteSource | undefined;
}

type ResourceRoute = Extract<GroupRoute, { kind: 'resource' }>;

/** What the pages of groups leave to the doors. */
export class GroupDoors {
  readonly #options: GroupDoorsOptions;

  constructor(options: GroupDoorsOptions) {
    this.#options = options;
  }

  /** @throws HttpRefusal 404 where there is no door. */
  async answer(request: FastifyRequest, reply: FastifyReply, route: ResourceRoute): Promise<FastifyReply> {
    const door = this.#doorOf(route);
    if (door === undefined) throw new HttpRefusal(404, '');
    await this.#allowOrigin(request, reply);
    const answer = await door.answer(asked(request, route));
    return reply
      .code(answer.status)
      .headers({ 'cache-control': 'no-store', ...answer.headers })
      .send(answer.body);
  }

  #doorOf({ resource }: ResourceRoute): GroupDoor | undefined {
    return this.#options.doors.find(({ resources }) => resources.includes(firstOf(resource)));
  }

  /** Pages of other origins may read the answer if they are allowed to; the request is carried out either way. */
  async #allowOrigin(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const { origin, host } = request.headers;
    void reply.header('vary', 'Origin');
    if (origin === undefined) return;
    const { allowOrigin: more = [], proxyURL } = (await this.#options.site?.current()) ?? {};
    const { allowOrigin, publicUrl = proxyURL } = this.#options;
    if (!originAllowed({ origin, host, allowed: [...allowOrigin, ...more], publicUrl })) return;
    void reply.header('access-control-allow-origin', origin);
  }
}

/**
 * Answers requests that are no reading. Pages of groups answer those; see `addGroupRoutes`.
 *
 * @see Galène protocol, "WHIP ingest"
 */
export async function addGroupDoors(app: FastifyInstance, doors: GroupDoors): Promise<void> {
  await app.register((scope, _options, done) => {
    leaveBodiesUnread(scope);
    scope.route({
      method: ['OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE'],
      url: '/group/*',
      handler: (request, reply) => {
        const route = groupRoute(request.raw.url ?? '');
        if (route.kind === 'redirect') return reply.redirect(route.to, 308);
        if (route.kind !== 'resource') throw new HttpRefusal(404, '');
        return doors.answer(request, reply, route);
      },
    });
    done();
  });
}

function asked(request: FastifyRequest, route: ResourceRoute): DoorRequest {
  const { headers, ip } = request;
  const url = request.raw.url ?? '';
  const mark = url.indexOf('?');
  const credentials = httpCredentials(headers.authorization);
  const resource = firstOf(route.resource);
  return {
    method: request.method,
    group: route.name,
    resource,
    rest: route.resource.slice(resource.length + 1),
    query: new URLSearchParams(mark < 0 ? '' : url.slice(mark + 1)),
    contentType: headers['content-type'],
    token: credentials?.scheme === 'bearer' ? credentials.token : undefined,
    address: ip,
    network: addressKey(ip),
    text: (maxBytes) => readBody(request.raw, maxBytes),
    demand: (version) => {
      preconditionOf({ ifMatch: headers['if-match'], ifNoneMatch: headers['if-none-match'] })(version);
    },
  };
}

function firstOf(resource: string): string {
  return resource.split('/', 1)[0] ?? '';
}
