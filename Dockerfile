# syntax=docker/dockerfile:1
# One image for every role: the command says which (start, api, worker, migrate, admin, backup, restore).

# The release that package.json pins for machines without containers.
FROM node:24.21.0-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json ./
COPY server/package.json server/
COPY web/package.json web/
COPY e2e/package.json e2e/
COPY bench/package.json bench/
COPY demo/package.json demo/
COPY faults/package.json faults/
COPY tools/openapi/package.json tools/openapi/

FROM packages AS web
# Not npm ci: it wants the optional packages of every platform in the lockfile, which holds those of Linux. This obeys the
# lockfile all the same and leaves it alone.
RUN npm install --no-save --ignore-scripts --no-audit --no-fund
COPY tsconfig.base.json ./
COPY web web
RUN npm run build -w web

FROM packages AS server
# The image brings its own Node; argon2 and the embedded PostgreSQL are optional packages as well and stay.
RUN npm install --no-save --ignore-scripts --no-audit --no-fund --omit=dev -w server --include-workspace-root \
  && rm -rf node_modules/node-linux-* node_modules/.bin/node

FROM node:24.21.0-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=8000 DATA_DIR=/data
WORKDIR /app
COPY --from=server /app/package.json ./
COPY --from=server /app/node_modules node_modules
COPY server/package.json server/
COPY server/migrations server/migrations
COPY server/src server/src
COPY --from=web /app/web/dist web/dist
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health/ready`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "server/src/main.ts"]
CMD ["start"]
