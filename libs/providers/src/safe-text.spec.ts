import { safeText } from './safe-text.js';

describe('text that the firewall lets through', () => {
  it.each([
    ['Facture n°42 d’été', 'Facture n 42 d ete'],
    ["L'œuvre d'Élodie", 'L oeuvre d Elodie'],
    ['<script>alert("x")</script>', 'script alert x /script'],
    ['a;DROP TABLE payments--', 'a DROP TABLE payments--'],
    ['  many\n\tblanks\u0000 ', 'many blanks'],
    ['Commande 12/2026, 3x10.50', 'Commande 12/2026, 3x10.50'],
    ['', ''],
  ])('writes %p as %p', (text, safe) => {
    expect(safeText(text, 160)).toBe(safe);
  });

  it('is never longer than it may be, also when signs grow by being rewritten', () => {
    expect(safeText('x'.repeat(500), 160)).toHaveLength(160);
    expect(safeText('œ'.repeat(160), 160)).toHaveLength(160);
    expect(safeText(`${'x'.repeat(159)} y`, 160)).toBe('x'.repeat(159));
  });
});
