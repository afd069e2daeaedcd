<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpProbeTests;

use Closure;
use Generator;
use RuntimeException;

/** Runs variants and samples, two at a time, and counts. */
final class Series
{
    private const AT_ONCE = 2;
    private const PAUSE_MICROSECONDS = 20_000;
    private const MOST_FAULTS_SHOWN = 15;

    private Names $names;
    private string $folder;
    private int $passed = 0;
    private int $failed = 0;

    public function __construct(private string $root, private string $extension, private int $seed)
    {
        is_file($extension) || throw new RuntimeException("$extension does not exist: build the extension first");
        is_file("$root/packages/cli/vendor/autoload.php") || throw new RuntimeException('packages/cli/vendor does not exist: run composer install in packages/cli');
        $this->names = Names::load($root);
        $this->folder = "$root/out/probe";
        self::remove($this->folder);
        $this->count('the checks find ' . Planted::findAll($this->names) . ' planted faults', [], '');
    }

    /** @param list<int> $numbers */
    public function runVariants(array $numbers): void
    {
        $this->run($numbers, function (int $number): array {
            $variation = Variation::draw($this->names, $this->seed, $number);
            $run = new Run($this->root, $this->extension, $variation);
            return ["variant $number of seed $this->seed: {$variation->text()}", "$this->folder/$number", $run->faults("$this->folder/$number")];
        });
    }

    /** @param list<int> $numbers */
    public function runMishaps(array $numbers): void
    {
        $this->run($numbers, function (int $number): array {
            $mishap = new Mishap($this->root, $this->extension, $this->names, $this->seed, $number);
            return ["mishap $number of seed $this->seed, {$mishap->text()}", "$this->folder/mishap-$number", $mishap->faults("$this->folder/mishap-$number")];
        });
    }

    /**
     * @param list<int> $numbers
     * @param Closure(int): array{string, string, Generator<int, null, null, list<string>>} $begin what runs, its folder, its faults
     */
    private function run(array $numbers, Closure $begin): void
    {
        $running = [];
        while ($running !== [] || $numbers !== []) {
            while (count($running) < self::AT_ONCE && $numbers !== []) {
                $running[] = $begin(array_shift($numbers));
            }
            foreach ($running as $index => [$what, $folder, $faults]) {
                $faults->next();
                if (!$faults->valid()) {
                    unset($running[$index]);
                    $this->count($what, $faults->getReturn(), $folder);
                }
            }
            usleep(self::PAUSE_MICROSECONDS);
        }
    }

    public function runSamples(int $count): void
    {
        $names = 0;
        $runs = [];
        $this->run(range(1, $count), function (int $number) use (&$names, &$runs): array {
            $sample = Sample::draw($this->names, $this->seed, $number);
            $folder = "$this->folder/sample-$number";
            $names += count($sample->wire);
            $runs[] = $run = new SampleRun($this->root, $this->extension);
            return ["sample $number of seed $this->seed: {$sample->text()}", $folder, $run->faults($sample, $folder)];
        });
        $mapped = array_sum(array_column($runs, 'found'));
        $share = 100 * $mapped / max(1, $names);
        $this->count(sprintf('samples: %d of %d names mapped (%.1f %%)', $mapped, $names, $share), $share < 95 ? ['less than 95 %'] : [], '');
    }

    /** @return int the exit code */
    public function report(): int
    {
        echo "$this->passed passed, $this->failed failed\n";
        return $this->failed === 0 ? 0 : 1;
    }

    /** @param list<string> $faults */
    private function count(string $what, array $faults, string $folder): void
    {
        $more = count($faults) - self::MOST_FAULTS_SHOWN;
        $shown = $more > 0 ? [...array_slice($faults, 0, self::MOST_FAULTS_SHOWN), "and $more more"] : $faults;
        echo $faults === [] ? 'ok      ' : 'FAILED  ', $what, "\n", implode('', array_map(static fn (string $fault): string => "        " . str_replace("\n", "\n            ", $fault) . "\n", $shown));
        $faults === [] ? $this->passed++ : $this->failed++;
        if ($faults === [] && getenv('COTP_PROBE_KEEP') === false) {
            self::remove($folder);
        }
    }

    private static function remove(string $folder): void
    {
        foreach ($folder === '' ? [] : (glob("$folder/{,.}*", GLOB_BRACE) ?: []) as $file) {
            if (!in_array(basename($file), ['.', '..'], true)) {
                is_dir($file) && !is_link($file) ? self::remove($file) : unlink($file);
            }
        }
        if ($folder !== '' && is_dir($folder)) {
            rmdir($folder);
        }
    }
}
