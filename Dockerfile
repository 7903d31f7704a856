# One image for three programs: web (the default), `node tasks/worker.ts` and `node scripts/migrate.ts`.
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
# Without the scripts of the development packages: this image brings Node itself, and needs no PostgreSQL.
# Why not `npm ci`: see scripts/bootstrap.mjs.
RUN npm install --no-save --ignore-scripts --no-audit --no-fund --loglevel=error && npm rebuild esbuild
COPY . .
RUN node scripts/build.ts

FROM node:24-bookworm-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm install --no-save --omit=dev --no-audit --no-fund --loglevel=error

FROM node:24-bookworm-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=dependencies /app/node_modules ./node_modules
COPY package.json server.ts pages.ts ./
COPY migrations ./migrations
COPY scripts/migrate.ts scripts/prepare-database.ts scripts/sign-in-link.ts ./scripts/
COPY tasks ./tasks
COPY app ./app
COPY --from=build /app/public ./public
COPY --from=build /app/build ./build
RUN mkdir -p /spool && chown node:node /spool
ENV SPOOL_DIR=/spool
VOLUME /spool
USER node
EXPOSE 3000
HEALTHCHECK --interval=15s --timeout=5s --start-period=20s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 3000}/api/admin/health`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# Why: see scripts/web-process.ts.
ENV MALLOC_ARENA_MAX=2
# Compiled code is kept from one start of a container to the next.
ENV NODE_COMPILE_CACHE=/tmp/node-compile-cache
CMD ["node", "--heap-growing-percent=40", "--max-semi-space-size=16", "--no-parallel-scavenge", "server.ts"]
