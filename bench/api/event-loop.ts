const LAG = /^nodejs_eventloop_lag_(p99|max)_seconds(?:\{[^}]*\})? (\S+)$/gm;

/** How long the process's timers had to wait since it was last asked, in milliseconds: the worst percentile and the worst of all. */
export async function eventLoopLagOf(url: string): Promise<{ readonly p99: number; readonly max: number }> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const found = new Map([...text.matchAll(LAG)].map(([, name, seconds]) => [name, Number(seconds) * 1000]));
  return { p99: found.get('p99') ?? NaN, max: found.get('max') ?? NaN };
}
