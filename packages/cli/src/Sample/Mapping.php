<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Sample;

use Closure;
use CotpCli\Probe\Channel;
use CotpCli\Probe\StateReader;

/** Maps a sample to wire entries. A name of which two fields fit is asked about, or else not mapped. */
final class Mapping
{
    /** @var array<string, string> */
    public array $wire = [];
    /** @var array<string, list<string>> names that were not mapped => fields that fit */
    public array $open = [];

    /** @param Closure(string, list<string>): ?string $ask returns one of the keys, or null */
    public function __construct(private readonly NameMapper $mapper, private readonly Closure $ask)
    {
    }

    public function map(Sample $sample): void
    {
        $this->isState($sample->body) ? $this->mapState($sample->body) : $this->mapForm($sample->body);
        if ($sample->path !== null && $sample->method !== null) {
            $this->mapPath($sample->method, $sample->path);
        }
    }

    /** @param array<string, mixed> $body */
    private function isState(array $body): bool
    {
        return array_filter($body, StateReader::isStatus(...)) !== [];
    }

    /** @param array<string, mixed> $body */
    private function mapForm(array $body): void
    {
        $fitting = array_map(fn (string $name): array => $this->mapper->keysFor($name, $body[$name]), array_combine(array_keys($body), array_map(strval(...), array_keys($body))));
        // Names of which only one field fits go first, so that they decide those of which two fit.
        asort($fitting);
        uasort($fitting, static fn (array $a, array $b): int => count($a) <=> count($b));
        foreach ($fitting as $name => $keys) {
            $free = array_values(array_filter($keys, fn (string $key): bool => !isset($this->wire[$key])));
            $key = count($free) > 1 ? ($this->ask)((string) $name, $free) : ($free[0] ?? null);
            if ($key === null) {
                $this->open[(string) $name] = $keys;
                continue;
            }
            $this->wire[$key] = (string) $name;
            $this->mapDelivery($key, $body[$name]);
        }
    }

    private function mapDelivery(string $key, mixed $value): void
    {
        if ($key !== 'form.deliveryMethod' || !is_string($value) || !preg_match('/^[\w-]{2,32}$/D', $value)) {
            return;
        }
        $channel = preg_match('/mail/i', $value) ? Channel::Email : (preg_match('/sms|text|phone|mobile/i', $value) ? Channel::Sms : null);
        if ($channel !== null) {
            $this->wire[$channel->delivery()] = $value;
        }
    }

    /** @param array<string, mixed> $body */
    private function mapState(array $body): void
    {
        $fits = [
            'state.status' => static fn (string $name, mixed $value): bool => StateReader::isStatus($value),
            'state.time' => static fn (string $name, mixed $value): bool => StateReader::isTime($value),
            'state.cardUri' => static fn (string $name, mixed $value): bool => is_string($value) && preg_match('~^https?://.*card.*/[A-Za-z0-9_-]+$~i', $value) === 1,
            'state.requestId' => static fn (string $name, mixed $value): bool => is_string($value) && preg_match('/^[A-Za-z0-9_-]{16,128}$/D', $value) === 1 && preg_match('/id/i', $name) === 1,
        ];
        foreach ($fits as $key => $fit) {
            $names = array_values(array_filter(array_map(strval(...), array_keys($body)), static fn (string $name): bool => $fit($name, $body[$name])));
            $name = count($names) === 1 ? $names[0] : null;
            $name === null || $this->wire[$key] = $name;
        }
        foreach (array_diff(array_map(strval(...), array_keys($body)), $this->wire) as $name) {
            $this->open[$name] = [];
        }
    }

    private function mapPath(string $method, string $path): void
    {
        $isSend = array_filter(array_keys($this->wire), static fn (string $key): bool => str_starts_with($key, 'form.')) !== [];
        $operation = SamplePath::operation($method, $path, $isSend, isset($this->wire['form.cardUri']));
        $template = $operation === null ? null : SamplePath::template($operation, $path);
        if ($operation !== null && $template !== null) {
            $this->wire += [$operation->pathKey() => $template, $operation->methodKey() => $method];
        }
    }
}
