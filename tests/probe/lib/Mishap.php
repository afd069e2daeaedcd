<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpProbeTests;

use Generator;
use Random\Engine\Xoshiro256StarStar;
use Random\Randomizer;
use RuntimeException;

/** One variant, probed while something goes wrong, and then once more with the same folder. */
final class Mishap
{
    public const KINDS = ['interrupted', 'killed', 'response of a send lost', 'service down half-way', 'HTML', 'wrong key', 'blocked key'];
    /** The latest moment of a signal, in milliseconds after the start. */
    private const LATEST = 9000;

    public readonly string $kind;
    private readonly int $moment;
    private readonly Variation $variation;

    public function __construct(private string $root, private string $extension, Names $names, int $seed, int $number)
    {
        $random = new Randomizer(new Xoshiro256StarStar(hash('sha256', "mishap $seed/$number", true)));
        $this->kind = self::KINDS[($number - 1) % count(self::KINDS)];
        $this->moment = $random->getInt(0, self::LATEST);
        $drawn = 1000 * $number;        // with every name inside the candidates, so that messages are sent
        do {
            $variation = Variation::draw($names, $seed, ++$drawn);
        } while ($variation->outside !== []);
        $this->variation = $variation;
    }

    public function text(): string
    {
        $moment = in_array($this->kind, ['interrupted', 'killed'], true) ? " after $this->moment ms" : '';
        return "$this->kind$moment: {$this->variation->text()}";
    }

    /** @return Generator<int, null, null, list<string>> pauses while it waits; returns the faults */
    public function faults(string $folder): Generator
    {
        $prefix = ['wrong key' => 'bad-', 'blocked key' => 'blocked-'][$this->kind] ?? 'key-';
        try {
            $scene = new Scene($this->root, $this->extension, $this->variation, $folder, $prefix);
            yield from $scene->start();
            if ($this->kind === 'HTML') {
                self::scheduleFault($scene->origin, ['kind' => 'html', 'times' => 100_000]);
            }
            $probe = $scene->probe();
            yield from $scene->play($probe, $this->trigger($scene, $probe));
            $this->strike($scene, $probe);
            yield from $scene->play($probe);
            $faults = $this->faultsOfEnd($scene, $probe, 'first run');
            if ($this->kind === 'service down half-way') {
                yield from $scene->start();
            }
            if ($prefix === 'key-' && $this->kind !== 'HTML') {
                $again = $scene->probe();
                yield from $scene->play($again);
                array_push($faults, ...$this->faultsOfEnd($scene, $again, 'second run'));
            }
            $scene->guest->requireService();
            $scene->keep();
        } catch (RuntimeException $fault) {
            return [$fault->getMessage()];
        }
        return [...$faults, ...$this->faultsOfMessages($scene, $prefix === 'key-' && $this->kind !== 'HTML')];
    }

    /** @param array<string, mixed> $fault */
    private static function scheduleFault(string $origin, array $fault): void
    {
        $options = ['method' => 'POST', 'content' => json_encode($fault), 'header' => ['Connection: close', 'Content-Type: application/json']];
        file_get_contents("$origin/sandbox/faults", false, stream_context_create(['http' => $options]))
            ?: throw new RuntimeException('the sandbox does not take the fault');
    }

    /** @return ?\Closure(): bool when to strike; null: not before the end */
    private function trigger(Scene $scene, Process $probe): ?\Closure
    {
        $start = hrtime(true);
        return match ($this->kind) {
            'interrupted', 'killed' => fn (): bool => (hrtime(true) - $start) / 1e6 >= $this->moment,
            // Not earlier: without a response to incomplete requests, the probe finds no path.
            'response of a send lost' => static fn (): bool => stripos($probe->output(), 'first message') !== false,
            'service down half-way' => static fn (): bool => $scene->guest->messages() !== [],
            default => null,
        };
    }

    private function strike(Scene $scene, Process $probe): void
    {
        match ($this->kind) {
            'interrupted' => $probe->signal(SIGINT),
            'killed' => $probe->signal(SIGKILL),
            'response of a send lost' => self::scheduleFault($scene->origin, ['kind' => 'drop_after', 'operation' => 'send', 'times' => 100_000]),
            'service down half-way' => $scene->stop(),
            default => null,
        };
    }

    /** @return list<string> */
    private function faultsOfEnd(Scene $scene, Process $probe, string $when): array
    {
        $faults = [];
        $output = $probe->output();
        if (preg_match('~(?:PHP )?(?:Warning|Notice|Deprecated|Fatal error):|Uncaught|Stack trace|^ *#\d ~m', $output, $match)) {
            $faults[] = "$when: the output has a fault of PHP: " . substr($output, (int) strpos($output, $match[0]), 400);
        }
        // A signal may come before the probe has begun.
        $hasBegun = $this->kind !== 'killed' && $probe->exitCode() !== 128 + SIGINT;
        if ($hasBegun && trim($output) === '') {
            $faults[] = "$when: there is no output";
        }
        foreach ($scene->brokenFiles() as $file) {
            $faults[] = "$when: $file is half-written";
        }
        $audit = new Audit($this->variation);
        $result = $scene->result($probe);
        return [...$faults, ...array_map(static fn (string $fault): string => "$when: $fault", [...$audit->faultsOfClaims($result), ...$audit->leaks($result, $scene->secrets())])];
    }

    /** @return list<string> */
    private function faultsOfMessages(Scene $scene, bool $maySend): array
    {
        $messages = $scene->guest->messages();
        if (!$maySend) {
            return $messages === [] ? [] : [count($messages) . ' messages were delivered'];
        }
        return (new Audit($this->variation))->faultsOfMessages($messages, 2);
    }
}
