// Bundles the pages: `node build.mjs` writes what the themes jar has, `node build.mjs test` the unit tests.
import { build } from "esbuild";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, "..", "target", "console");
const common = {
  absWorkingDir: here,
  bundle: true,
  format: "esm",
  target: "es2022",
  jsx: "transform",
  inject: ["src/jsx.ts"],
  // PatternFly's rules come from the server.
  loader: { ".css": "empty" },
  logLevel: "warning",
  tsconfigRaw: {},
};

if (process.argv[2] === "test") {
  const tests = (await readdir(join(here, "test"))).filter((name) => /\.test\.tsx?$/.test(name));
  const outdir = join(target, "test");
  await rm(outdir, { recursive: true, force: true });
  await build({ ...common, inject: [], platform: "node", entryPoints: tests.map((name) => `test/${name}`), outdir });
} else {
  const outdir = join(target, "theme", "pbx", "admin", "resources", "pbx-console");
  await rm(join(target, "theme"), { recursive: true, force: true });
  const { metafile } = await build({
    ...common,
    entryPoints: ["src/main.ts"],
    outdir,
    entryNames: "[name]-[hash]",
    chunkNames: "[name]-[hash]",
    splitting: true,
    minify: true,
    legalComments: "none",
    define: { "process.env.NODE_ENV": '"production"' },
    // The console's own, by its import map.
    external: ["react", "react-dom"],
    metafile: true,
  });
  const [entry] = Object.entries(metafile.outputs).find(([, { entryPoint }]) => entryPoint === "src/main.ts");
  await mkdir(outdir, { recursive: true });
  await writeFile(join(outdir, "LICENSES.txt"), await licenses(Object.keys(metafile.inputs)));
  await writeFile(join(target, "console.properties"), `console.main=${basename(entry)}\n`);
}

/** The licences of all packages that something is bundled of. */
async function licenses(inputs) {
  const names = new Set(inputs.map((path) => /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1]).filter(Boolean));
  const texts = [...names].sort().map(async (name) => {
    const directory = join(here, "node_modules", name);
    const { version, license } = JSON.parse(await readFile(join(directory, "package.json"), "utf8"));
    const file = (await readdir(directory)).sort().find((entry) => /^licen[cs]e/i.test(entry));
    const text = file ? (await readFile(join(directory, file), "utf8")).trim() : license;
    return `${name} ${version} (${license})\n\n${text}\n`;
  });
  return (await Promise.all(texts)).join(`\n${"-".repeat(80)}\n\n`);
}
