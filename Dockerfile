# The stock host: the API and every worker, or one role: docker run oms worker bulk
FROM node:24-bookworm-slim AS build
WORKDIR /oms
COPY package.json package-lock.json .npmrc tsconfig*.json ./
COPY tools/clean.mjs tools/
COPY packages packages
COPY examples examples
COPY benchmarks/package.json benchmarks/
COPY simulation/package.json simulation/
RUN npm ci --ignore-scripts && npm run build

FROM node:24-bookworm-slim AS needed
WORKDIR /oms
COPY package.json package-lock.json .npmrc ./
COPY --from=build /oms/packages packages
RUN find packages -mindepth 2 -maxdepth 2 ! -name dist ! -name bin ! -name package.json -exec rm -r {} + \
    && npm ci --ignore-scripts --omit=dev --workspace @oms/host

FROM node:24-bookworm-slim
ENV NODE_ENV=production OMS_HOST=0.0.0.0 OMS_DATA_DIR=/data OMS_KEYS_FILE=/data/keys.json OMS_UPLOAD_DIR=/uploads \
    OMS_PUBLIC_DIR=/data/public OMS_LOG_LEVEL=info
WORKDIR /oms
COPY LICENSE ./
COPY --from=needed /oms/node_modules node_modules
COPY --from=needed /oms/packages packages
RUN mkdir /data /uploads && chown node:node /data /uploads
USER node
VOLUME ["/data", "/uploads"]
EXPOSE 8080 9090
HEALTHCHECK --interval=10s --timeout=5s --start-period=10s CMD ["node", "-e", \
  "fetch(`http://127.0.0.1:${process.env.OMS_OPS_PORT || 9090}/healthz`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "packages/host/bin/oms.js"]
CMD ["start"]
