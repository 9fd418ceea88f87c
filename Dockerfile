# Brings mediasoup's worker (downloaded, or built from source where that cannot be had) and the pages.
FROM node:24-bookworm AS build
WORKDIR /app
ENV XDG_CACHE_HOME=/cache
COPY package.json package-lock.json .npmrc ./
COPY shared/package.json shared/
COPY client/lib/package.json client/lib/
COPY tools tools
RUN node tools/boot.mjs worker && install -D /cache/evagore/mediasoup-worker-*/mediasoup-worker -t /out
COPY . .
# The optional dependencies are other versions of Node, which this image has no use for.
RUN node tools/boot.mjs pages && npm prune --omit=dev --omit=optional

FROM node:24-bookworm-slim
# A worker built from source needs these libraries; a downloaded one does not.
# hadolint ignore=DL3008
RUN apt-get update \
  && apt-get install --yes --no-install-recommends libsrtp2-1 libssl3 libuv1 \
  && rm -rf /var/lib/apt/lists/* \
  && install -d -o node -g node /data /groups
WORKDIR /app
COPY --from=build /out/mediasoup-worker /usr/local/bin/
# Started by hand, a worker that runs in this image leaves with 41.
RUN mediasoup-worker || test "$?" -eq 41
COPY --from=build /app/package.json /app/LICENSE /app/NOTICE ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/shared shared
COPY --from=build /app/config config
COPY --from=build /app/server server
COPY --from=build /app/dist dist
COPY --from=build /app/tools/healthcheck.mjs tools/

ENV NODE_ENV=production MEDIASOUP_WORKER_BIN=/usr/local/bin/mediasoup-worker
USER node
VOLUME ["/data", "/groups"]
# Pages and signalling; then media, one port for each worker, of which there is one for each core.
EXPOSE 8443/tcp 44444-44475/tcp 44444-44475/udp
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=10s --start-period=20s CMD ["node", "tools/healthcheck.mjs"]
ENTRYPOINT ["node", "server/main.ts", "--data-dir", "/data", "--groups-dir", "/groups"]
