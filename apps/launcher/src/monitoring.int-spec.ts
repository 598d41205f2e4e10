import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { load } from 'js-yaml';
import pg from 'pg';
import { METRIC_CATALOGUE, Metrics, projectRoot } from '#platform';
import { createTestDatabase } from '../../../test/support/postgres.js';

const text = (path: string): string => readFileSync(join(projectRoot(), path), 'utf8');

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels: { readonly severity: string };
  readonly annotations: { readonly summary: string; readonly runbook: string };
}

const { groups } = load(text('docker/prometheus/alerts.yaml')) as { groups: { name: string; rules: Rule[] }[] };
const rules = groups.flatMap((group) => group.rules);
const dashboard = JSON.parse(text('docker/grafana/dashboard.json')) as {
  panels: { type: string; title: string; description?: string; targets?: { expr: string }[] }[];
};
const shown = dashboard.panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));
const runbook = text('docs/runbook.md');

/** Words of PromQL that stand where a metric may: functions, aggregations and what belongs to them. */
const WORDS =
  /^(?:sum|max|min|avg|count|by|without|or|and|unless|on|ignoring|rate|increase|time|le|histogram_quantile|(?:max|min|avg)_over_time|predict_linear|absent)$/;
/** What Prometheus itself says of those whom it asks. */
const OF_PROMETHEUS = ['up'];

/** Every name in an expression that is no word of the language, label, text or duration. */
function metricsIn(expression: string): string[] {
  const bare = expression
    .replaceAll(/"[^"]*"/g, '')
    .replaceAll(/\{[^}]*\}/g, '')
    .replaceAll(/\[[^\]]*\]/g, '')
    .replaceAll(/\b(?:by|without)\s*\([^)]*\)/g, '');
  return [...bare.matchAll(/(?<![\w.])[a-z_]\w*/g)].map(([name]) => name).filter((name) => !WORDS.test(name));
}

/** Labels that an expression picks or sums by, each with its metric where it is picked. */
const labelsIn = (expression: string): string[] => [
  ...[...expression.matchAll(/\{([^}]*)\}/g)].flatMap(([, inner = '']) =>
    [...inner.matchAll(/(\w+)\s*[=!]~?/g)].map(([, label = '']) => label),
  ),
  ...[...expression.matchAll(/\bby\s*\(([^)]*)\)/g)].flatMap(([, inner = '']) =>
    inner.split(',').map((it) => it.trim()),
  ),
];

/** The page of an alert: from its heading to the next one. */
function pageOf(alert: string): string {
  const [, page = ''] = runbook.split(new RegExp(`^### ${alert}$`, 'm'));
  return page.split(/^##/m)[0] ?? '';
}

async function exposed(): Promise<{ names: Set<string>; labels: Set<string> }> {
  const rendered = await new Metrics().render();
  const types = [...rendered.matchAll(/^# TYPE (\w+) (\w+)$/gm)];
  const names = types.flatMap(([, name = '', type]) =>
    type === 'histogram' ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name],
  );
  const labels = Object.values(METRIC_CATALOGUE).flatMap((definition) => [...definition.labels]);
  return { names: new Set([...names, ...OF_PROMETHEUS]), labels: new Set([...labels, 'le', 'instance']) };
}

describe('the alerts and the dashboard', () => {
  it('ask for nothing but metrics that exist, by labels that exist', async () => {
    const { names, labels } = await exposed();
    const expressions = [...rules.map(({ expr }) => expr), ...shown];
    expect(expressions.length).toBeGreaterThan(40);
    for (const expression of expressions) {
      const metrics = metricsIn(expression);
      expect([expression, metrics.length > 0]).toEqual([expression, true]);
      expect(metrics.filter((metric) => !names.has(metric))).toEqual([]);
      expect(labelsIn(expression).filter((label) => !labels.has(label))).toEqual([]);
    }
  });

  it('would notice a metric or a label that does not exist', async () => {
    const { names, labels } = await exposed();
    expect(metricsIn('max by (kind) (due_checks_overdue_second) > 120 * 3600 or rate(nothing_total[5m])')).toEqual([
      'due_checks_overdue_second',
      'nothing_total',
    ]);
    expect(names.has('due_checks_overdue_second')).toBe(false);
    expect(labelsIn('sum by (dor, le) (x{statuz=~"5.."})').filter((label) => !labels.has(label))).toEqual([
      'statuz',
      'dor',
    ]);
  });

  it('are written as Prometheus reads them', () => {
    expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
    for (const { alert, expr, labels, annotations, for: lasting = '1m' } of rules) {
      expect(alert).toMatch(/^[A-Z][A-Za-z]+$/);
      expect(['page', 'ticket']).toContain(labels.severity);
      expect(annotations.summary).not.toBe('');
      expect(lasting).toMatch(/^\d+[mh]$/);
      for (const [open, close] of [
        ['(', ')'],
        ['{', '}'],
        ['[', ']'],
      ] as const) {
        expect([alert, expr.split(open).length]).toEqual([alert, expr.split(close).length]);
      }
    }
  });

  it('each have a page in the runbook that says what it means, where to look, what to do and whom to wake', () => {
    for (const { alert, annotations } of rules) {
      expect(annotations.runbook).toBe(`docs/runbook.md#${alert.toLowerCase()}`);
      const page = pageOf(alert);
      for (const part of ['**For the money:**', '**First look:**', '**Do:**', '**Never:**', '**Wake:**']) {
        expect([alert, part, page.includes(part)]).toEqual([alert, part, true]);
      }
    }
    const alerts = rules.map(({ alert }) => alert);
    const named = dashboard.panels.flatMap(({ description = '' }) =>
      (/^Alerts?: (.*)\.$/.exec(description)?.[1] ?? '').split(', ').filter(Boolean),
    );
    expect(named.filter((alert) => !alerts.includes(alert))).toEqual([]);
  });
});

describe('the runbook', () => {
  const { scripts } = JSON.parse(text('package.json')) as { scripts: Record<string, string> };

  it('names only commands that exist', () => {
    const named = [...runbook.matchAll(/\bnpm run ([a-z:-]+)|\bops ([a-z-]+:[a-z-]+)/g)].map(
      ([, name, command = '']) => name ?? command,
    );
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
    const scriptsNamed = [...runbook.matchAll(/\/scripts\/([\w-]+\.sh)/g)].map(([, name = '']) => name);
    for (const name of scriptsNamed) expect(text(`docker/backup/${name}`)).toContain('#!/bin/sh');
  });

  it('asks the database only what it can answer', async () => {
    const statements = [...runbook.matchAll(/^sql "([\s\S]*?)"$/gm)].map(([, statement = '']) => statement);
    expect(statements.length).toBeGreaterThan(10);
    const database = await createTestDatabase();
    const client = new pg.Client(database.url);
    await client.connect();
    try {
      for (const statement of statements) {
        const filledIn = statement
          .replaceAll(/<(?:payment|event|endpoint)>/g, '0193a0b2-5c1e-7c3a-9b1f-2f6f0c7f2a11')
          .replaceAll('<pid>', '0')
          .replaceAll(/<time>/g, '2026-11-22 03:10:00+00');
        await client.query('BEGIN');
        await client.query(filledIn).catch((error: Error) => {
          throw new Error(`${statement}: ${error.message}`);
        });
        await client.query('ROLLBACK');
      }
    } finally {
      await client.end();
      await database.drop();
    }
  });
});
