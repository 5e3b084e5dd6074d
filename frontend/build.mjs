// Bundles the operator panel: `node build.mjs [--sources DIGEST] [--into DIRECTORY]`.
// `node build.mjs --test FILE --into DIRECTORY` bundles one test for node's own runner.
import { createHash } from "node:crypto";
import { copyFile, mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const { values: asked } = parseArgs({
  options: {
    sources: { type: "string", default: "" },
    into: { type: "string", default: join(here, "../src/gozinto/static/panel") },
    test: { type: "string", multiple: true, default: [] },
  },
});

const shared = {
  absWorkingDir: here,
  bundle: true,
  format: "esm",
  target: "es2022",
  jsx: "automatic",
  jsxImportSource: "preact",
  logLevel: "warning",
  loader: { ".woff2": "file", ".svg": "file" },
};

/** The reader's own default is a network of somebody else's; ours lies beside the page. */
const noForeignHost = {
  name: "no-foreign-host",
  setup(bundler) {
    bundler.onLoad({ filter: /zxing-wasm[\\/]dist[\\/]es[\\/].*\.js$/ }, async ({ path }) => ({
      contents: (await readFile(path, "utf8")).replaceAll(/https:\/\/[^"'`\/]+/g, ""),
      loader: "js",
    }));
  },
};

async function filesIn(directory) {
  const found = await readdir(directory, { recursive: true, withFileTypes: true });
  return found
    .filter((entry) => entry.isFile())
    .map((entry) => relative(directory, join(entry.parentPath ?? entry.path, entry.name)))
    .sort();
}

async function digestOf(directory, names) {
  const hash = createHash("sha256");
  for (const name of names) hash.update(name).update(await readFile(join(directory, name)));
  return hash.digest("hex").slice(0, 16);
}

/** The server sends what lies compressed beside a file; it compresses nothing by itself. */
async function compress(path) {
  await writeFile(`${path}.gz`, gzipSync(await readFile(path), { level: 9 }));
}

async function buildPanel(into) {
  await rm(into, { recursive: true, force: true });
  await mkdir(into, { recursive: true });
  await build({
    ...shared,
    entryPoints: { main: "panel/main.tsx" },
    outdir: into,
    splitting: true,
    minify: true,
    publicPath: "/static/panel/",
    chunkNames: "[name]-[hash]",
    assetNames: "[name]-[hash]",
    plugins: [noForeignHost],
  });
  await copyFile(
    join(here, "node_modules/zxing-wasm/dist/reader/zxing_reader.wasm"),
    join(into, "zxing_reader.wasm"),
  );
  // The worker keeps these under a name that changes with any of them; the camera's, once used.
  const files = await filesIn(into);
  const camera = files.filter((name) => /^(zxing_reader\.wasm|camera-.*\.js)$/.test(name));
  const page = files.filter((name) => !camera.includes(name));
  const version = await digestOf(into, files);
  await build({
    ...shared,
    entryPoints: { worker: "panel/worker.ts" },
    outdir: into,
    format: "iife",
    minify: true,
    define: {
      PANEL_VERSION: JSON.stringify(version),
      PANEL_FILES: JSON.stringify(page),
      CAMERA_FILES: JSON.stringify(camera),
    },
  });
  const told = { version, sources: asked.sources, page, camera };
  for (const name of await filesIn(into)) await compress(join(into, name));
  await writeFile(join(into, "build.json"), JSON.stringify(told, null, 1) + "\n");
}

/** Tests run under node, so what a browser alone has is not bundled for them. */
async function buildTests(names, into) {
  await build({
    ...shared,
    entryPoints: names,
    outdir: into,
    outExtension: { ".js": ".mjs" },
    platform: "node",
    sourcemap: "inline",
  });
}

if (asked.test.length > 0) await buildTests(asked.test, asked.into);
else await buildPanel(asked.into);
