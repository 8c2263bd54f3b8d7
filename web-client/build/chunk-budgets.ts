import { gzipSync } from "node:zlib";
import type { Plugin, Rolldown } from "vite";

/** How heavy some chunks and everything they import statically may be together. */
export interface ChunkBudget {
  /** Names of the chunks as the bundler gives them. */
  readonly chunks: readonly string[];
  /** 1 kB is 1000 bytes. */
  readonly gzipKilobytes: number;
  readonly why: string;
}

const kilobytes = (chunk: Rolldown.OutputChunk): number => gzipSync(chunk.code, { level: 9 }).length / 1000;

/** Fails the build when a chunk with its static imports is over its budget, and names the heaviest modules. */
export const chunkBudgets = (budgets: readonly ChunkBudget[]): Plugin => ({
  name: "portico:chunk-budgets",
  apply: "build",
  generateBundle(_options, bundle) {
    for (const budget of budgets) {
      const reached = new Set<string>();
      const visit = (fileName: string): void => {
        const chunk = bundle[fileName];
        if (reached.has(fileName) || chunk?.type !== "chunk") return;
        reached.add(fileName);
        chunk.imports.forEach(visit);
      };
      for (const name of budget.chunks) {
        const start = Object.values(bundle).find((each) => each.type === "chunk" && each.name === name);
        if (start === undefined) {
          this.error(`There is no chunk "${name}" to hold to its budget; correct the name in vite.config.ts`);
        }
        visit(start.fileName);
      }
      const chunks = [...reached].map((name) => bundle[name]).filter((each) => each?.type === "chunk");
      const total = chunks.reduce((sum, chunk) => sum + kilobytes(chunk), 0);
      if (total <= budget.gzipKilobytes) continue;
      const heaviest = chunks
        .flatMap((chunk) => Object.entries(chunk.modules))
        .toSorted(([, a], [, b]) => b.renderedLength - a.renderedLength)
        .slice(0, 5)
        .map(([id, module]) => `${id} (${module.renderedLength} bytes)`);
      this.error(
        `${budget.chunks.join(" and ")} (${budget.why}) weigh ${total.toFixed(1)} kB gzip; ` +
          `the budget is ${budget.gzipKilobytes} kB. Heaviest modules: ${heaviest.join(", ")}`,
      );
    }
  },
});
