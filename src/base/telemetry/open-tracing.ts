/** Tracing as the settings ask for it. */
import os from 'node:os';
import type { Logger } from './logger.ts';
import { productVersion } from './metrics.ts';
import type { SamplerName } from './tracer.ts';
import { noTracing, type SpanAttributes, type Tracing } from './tracing.ts';

export interface TraceSettings {
  /** Where spans go; `none` is nowhere. */
  exporter: 'none' | 'otlp';
  sampler: SamplerName;
  /** The part that a ratio samples, 0 to 1. */
  ratio: number;
  serviceName: string;
  /** What this process does, for the resource. */
  roles: readonly string[];
}

/** Opens tracing. Without an exporter nothing of OpenTelemetry is imported. */
export async function openTracing(settings: TraceSettings, logger: Logger): Promise<Tracing> {
  if (settings.exporter === 'none') return noTracing;
  const { startTracer, toCollector } = await import('./tracer.ts');
  const { sampler, ratio } = settings;
  return startTracer({ processor: toCollector(logger), sampler, ratio, resource: resourceOf(settings) });
}

/** What is said of a process, by the names of the standard. */
function resourceOf({ serviceName, roles }: Pick<TraceSettings, 'serviceName' | 'roles'>): SpanAttributes {
  return {
    'service.name': serviceName,
    'service.version': productVersion(),
    'service.instance.id': `${os.hostname()}:${process.pid}`,
    'scoville.roles': roles.join(','),
  };
}
