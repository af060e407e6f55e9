import type { Inspection } from '../../src/domain/inspection';
import { createMetrics } from '../../src/metrics';
import { LETTER } from '../adapters/render/letters';
import { countedInspections, countedRenderings } from '../../src/wiring/counted';

test('Refused letters are counted by their failure, good ones by what is noted of them', async () => {
  const metrics = createMetrics('test');
  const refused = { kind: 'refused', failure: 'address-is-empty', pages: 1, pagesAtFault: [1], because: null } as const;
  const good = { kind: 'attachment', pdf: Buffer.from('%PDF-1.7'), pages: 1, notes: ['rgb-image'] } as const;
  const found: Inspection[] = [refused, good, refused];
  const inspector = countedInspections(
    { inspect: () => Promise.resolve(found.pop() ?? refused), close: () => Promise.resolve() },
    metrics,
  );
  for (let asked = 0; asked < 3; asked += 1) await inspector.inspect(good.pdf, { kind: 'attachment' });
  const told = await metrics.registry.metrics();
  expect(told).toContain('postroom_letters_refused_total{failure="address-is-empty",process="test"} 2');
  expect(told).toContain('postroom_inspection_notes_total{note="rgb-image",process="test"} 1');
});

test('Refused letters from templates are counted by their failure, whatever characters it names', async () => {
  const metrics = createMetrics('test');
  const refused = { kind: 'refused', reason: 'unprintable-characters', characters: [0x1f600] } as const;
  const renderer = countedRenderings(
    { render: () => Promise.resolve(refused), close: () => Promise.resolve() },
    metrics,
  );
  await renderer.render(LETTER);
  const told = await metrics.registry.metrics();
  expect(told).toContain('postroom_letters_refused_total{failure="unprintable-characters",process="test"} 1');
});
