# One image for three programs: web (the default), `node tasks/worker.ts` and `node scripts/migrate.ts`.
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
# The install scripts would download Node and PostgreSQL, which this image does not need; only esbuild needs its own.
RUN npm ci --ignore-scripts --no-audit --no-fund --loglevel=error && npm rebuild esbuild
COPY . .
RUN node scripts/build.ts

FROM node:24-bookworm-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --omit=optional --no-audit --no-fund --loglevel=error
COPY scripts/production-modules.ts scripts/trim-modules.ts ./scripts/
RUN node scripts/trim-modules.ts

FROM node:24-bookworm-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=dependencies /app/node_modules ./node_modules
COPY package.json server.ts pages.ts ./
COPY migrations ./migrations
COPY scripts/migrate.ts scripts/sign-in-link.ts ./scripts/
COPY tasks ./tasks
COPY app ./app
COPY --from=build /app/public ./public
COPY --from=build /app/build ./build
RUN mkdir -p /spool /archive && chown node:node /spool /archive
ENV SPOOL_DIR=/spool
ENV ARCHIVE_DIR=/archive
VOLUME /spool
VOLUME /archive
USER node
EXPOSE 3000
HEALTHCHECK --interval=15s --timeout=5s --start-period=20s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 3000}/api/admin/health`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# scripts/portal/web-process.ts says why.
ENV MALLOC_ARENA_MAX=2
# Keeps compiled code between starts of a container.
ENV NODE_COMPILE_CACHE=/tmp/node-compile-cache
CMD ["node", "server.ts"]
