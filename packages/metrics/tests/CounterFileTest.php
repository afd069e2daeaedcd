<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Metrics\Tests;

use Cotp\Ledger\Tests\lib\Php;
use Cotp\Ledger\Tests\lib\Program;
use Cotp\Metrics\PrometheusMetrics;
use CotpForm;
use CotpRequest;
use PDO;
use PHPUnit\Framework\TestCase;
use Throwable;

/** What else happens to the file: it is locked, damaged, deleted, or open in a process that forks. */
final class CounterFileTest extends TestCase
{
    private string $file;
    /** @var list<Throwable> */
    private array $faults = [];

    protected function setUp(): void
    {
        $folder = sys_get_temp_dir() . '/cotp-metrics-' . bin2hex(random_bytes(6));
        mkdir($folder);
        $this->file = "$folder/metrics";
    }

    protected function tearDown(): void
    {
        exec('rm -rf --one-file-system ' . escapeshellarg(dirname($this->file)));
    }

    public function test_locked_file_harms_no_batch_and_loses_no_count(): void
    {
        $sandbox = new Program([PHP_BINARY, dirname(__DIR__, 2) . '/sandbox/bin/cotp-sandbox', '--port', '0']);
        $metrics = $this->metrics();
        $metrics->text();
        $other = new PDO("sqlite:$this->file");
        $other->exec('BEGIN IMMEDIATE');
        $cotp = new CotpRequest('any-key', baseUri: "$sandbox->url/api", timeout: 3.0, retries: 0, observer: $metrics->observer());
        $forms = [];
        for ($n = 0; $n < 24; $n++) {
            $forms["guest-$n"] = new CotpForm(bookerId: 'hotel-42', email: "guest-$n@example.com");
        }
        $results = $cotp->sendMany($forms, concurrency: 12);
        self::assertCount(24, array_filter($results, is_string(...)), 'Each guest has a link.');
        self::assertLessThan(12, count($this->faults), 'After a failure, there is a pause.');
        self::assertStringContainsString('locked', ($this->faults[0] ?? null)?->getMessage() ?? '');
        $other->exec('ROLLBACK');
        unset($cotp, $metrics);
        self::assertSame(24, $this->attempts());
    }

    public function test_what_was_not_written_is_written_with_the_next_page(): void
    {
        $metrics = $this->metrics();
        $metrics->observer()(Samples::attempt());
        $other = new PDO("sqlite:$this->file");
        $other->exec('BEGIN IMMEDIATE');
        $metrics->observer()(Samples::attempt());
        self::assertStringContainsString("cotp_metrics_usable 0\n", $metrics->text());
        $metrics->observer()(Samples::attempt());
        $other->exec('ROLLBACK');
        self::assertMatchesRegularExpression('~^cotp_attempts_total\{.*\} 3$~m', $metrics->text());
    }

    public function test_counts_of_others_survive_a_fork(): void
    {
        $metrics = [$this->metrics(), $this->metrics()];
        $metrics[0]->observer()(Samples::attempt());
        $metrics[1]->observer()(Samples::attempt());
        [$parent, $child] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0) ?: self::fail('No sockets.');
        $process = pcntl_fork();
        if ($process === 0) {
            $metrics[0]->observer()(Samples::attempt());
            fwrite($child, "counted\n");
            fgets($child);
            $metrics[0]->observer()(Samples::attempt());
            posix_kill((int) getmypid(), SIGKILL);      // without PHPUnit's end
        }
        fclose($child);
        self::assertSame("counted\n", fgets($parent));
        $this->closeConnections();
        $this->countElsewhere(1);        // the last one that closes the file empties its log, unless the child has it open
        fwrite($parent, "go on\n");
        pcntl_waitpid($process, $status);
        $this->countElsewhere(100);
        self::assertSame(105, $this->attempts());
    }

    public function test_what_the_parent_has_kept_is_counted_once(): void
    {
        $metrics = $this->metrics();
        $metrics->text();
        $other = new PDO("sqlite:$this->file");
        $other->exec('BEGIN IMMEDIATE');
        $metrics->observer()(Samples::attempt());
        $other->exec('ROLLBACK');
        unset($other);
        $process = pcntl_fork();
        if ($process === 0) {
            $metrics->observer()(Samples::attempt());
            posix_kill((int) getmypid(), SIGKILL);
        }
        pcntl_waitpid($process, $status);
        unset($metrics);
        self::assertSame(2, $this->attempts());
    }

    public function test_damaged_file_is_reported_once_in_some_seconds_and_counting_goes_on_without_it(): void
    {
        file_put_contents($this->file, str_repeat('not a database, but a text', 100));
        $metrics = $this->metrics();
        for ($n = 0; $n < 50; $n++) {
            $metrics->observer()(Samples::attempt());
        }
        self::assertLessThan(25, count($this->faults), 'After a failure, there is a pause.');
        self::assertStringContainsString('not a database', ($this->faults[0] ?? null)?->getMessage() ?? '');
        self::assertStringContainsString("cotp_metrics_usable 0\n", $metrics->text());
        unlink($this->file);
        self::assertMatchesRegularExpression('~^cotp_attempts_total\{.*\} 50$~m', $metrics->text());
    }

    public function test_first_failure_is_reported_even_if_it_ended_the_transaction(): void
    {
        $metrics = $this->metrics();
        $metrics->text();
        (new PDO("sqlite:$this->file"))->exec("CREATE TRIGGER full BEFORE INSERT ON counter BEGIN SELECT RAISE(ROLLBACK, 'the first failure'); END");
        $metrics->observer()(Samples::attempt());
        self::assertStringContainsString('the first failure', $this->faults[0]->getMessage());
    }

    public function test_deleted_file_begins_again(): void
    {
        $metrics = $this->metrics();
        $metrics->observer()(Samples::attempt());
        array_map(unlink(...), glob("$this->file*") ?: []);
        $metrics->observer()(Samples::attempt());
        self::assertSame(1, $this->attempts());
        self::assertSame([], $this->faults);
    }

    public function test_page_does_not_depend_on_the_precision_of_floats(): void
    {
        $pages = [];
        foreach (['3', '17'] as $precision) {
            $before = ini_set('precision', $precision);
            $this->metrics()->observer()(Samples::attempt(total: 0.05));
            $this->metrics()->observer()(Samples::attempt(total: 1234.567891));
            $pages[] = $this->metrics()->text();
            ini_set('precision', (string) $before);
        }
        self::assertStringContainsString('le="0.05"} 2', $pages[1]);
        self::assertStringContainsString('le="0.1"} 2', $pages[1]);
        self::assertMatchesRegularExpression('~_sum\{.*\} 2469\.235782\n~', $pages[1]);
    }

    private function metrics(): PrometheusMetrics
    {
        return new PrometheusMetrics($this->file, function (Throwable $fault): void { $this->faults[] = $fault; });
    }

    /** Returns what another process reads. */
    private function attempts(): int
    {
        $this->closeConnections();
        preg_match_all('~^cotp_attempts_total\{.*\} (\d+)$~m', (new PrometheusMetrics($this->file, static fn (Throwable $fault) => throw $fault))->text(), $matches);
        return (int) array_sum($matches[1]);
    }

    private function countElsewhere(int $attempts): void
    {
        exec(implode(' ', array_map(escapeshellarg(...), [...Php::command(), __DIR__ . '/count', $this->file, (string) $attempts])), $output, $status);
        self::assertSame([0, []], [$status, $output]);
    }

    /** As at the end of a process. */
    private function closeConnections(): void
    {
        (new \ReflectionProperty(\Cotp\Metrics\CounterFile::class, 'connections'))->setValue(null, []);
    }
}
