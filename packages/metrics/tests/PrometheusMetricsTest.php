<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Metrics\Tests;

use Cotp\Ledger\Account;
use Cotp\Ledger\Ledger;
use Cotp\Ledger\Schema;
use Cotp\Ledger\Sender;
use Cotp\Ledger\Settings;
use Cotp\Ledger\Tests\lib\Php;
use Cotp\Metrics\PrometheusMetrics;
use CotpCallback;
use CotpCallbackException;
use CotpCallbackVerifier;
use CotpForm;
use CotpOutcome;
use CotpOutcomeUnknownException;
use CotpStatus;
use PDO;
use PDOException;
use PHPUnit\Framework\TestCase;
use Throwable;

final class PrometheusMetricsTest extends TestCase
{
    private const USABLE = "# HELP cotp_metrics_usable Whether the file of the counters can be read and written\n# TYPE cotp_metrics_usable gauge\ncotp_metrics_usable ";
    private string $folder;

    protected function setUp(): void
    {
        $this->folder = sys_get_temp_dir() . '/cotp-metrics-' . bin2hex(random_bytes(6));
        mkdir($this->folder);
    }

    protected function tearDown(): void
    {
        array_map(unlink(...), glob("$this->folder/*") ?: []);
        rmdir($this->folder);
    }

    public function test_counters_and_histogram_are_those_of_all_requests(): void
    {
        $this->metrics()->observer()(Samples::attempt(status: 201, total: 0.05));
        $this->metrics()->observer()(Samples::attempt(status: 201, total: 0.4));
        $this->metrics()->observer()(Samples::attempt(status: 201, total: 30.0));
        $this->metrics()->observer()(Samples::attempt(status: 0, outcome: CotpOutcome::Unknown, error: 'Cotp\Some\Fault', number: 2, reused: true));
        $this->metrics()->callbackAccepted(new CotpCallback('booking-4711', 'abc123', CotpStatus::CardStored, 'CardStored', '2026-11-29T12:00:00'));
        $this->metrics()->callbackRejected(new CotpCallbackException('', 'bad_signature'));
        $sent = 'cotp_operation="send",cotp_outcome="Answered"';
        $lost = 'cotp_operation="send",cotp_outcome="Unknown"';
        $lines = explode("\n", $this->metrics()->text());
        foreach ([
            '# TYPE cotp_attempts_total counter',
            "cotp_attempts_total{{$sent},cotp_retry=\"false\",cotp_connection_reused=\"false\",http_response_status_code=\"201\"} 3",
            "cotp_attempts_total{{$lost},cotp_retry=\"true\",cotp_connection_reused=\"true\",error_type=\"Cotp\\\\Some\\\\Fault\"} 1",
            '# TYPE cotp_attempt_duration_seconds histogram',
            "cotp_attempt_duration_seconds_bucket{{$sent},le=\"0.05\"} 1",
            "cotp_attempt_duration_seconds_bucket{{$sent},le=\"0.25\"} 1",
            "cotp_attempt_duration_seconds_bucket{{$sent},le=\"0.5\"} 2",
            "cotp_attempt_duration_seconds_bucket{{$sent},le=\"10\"} 2",
            "cotp_attempt_duration_seconds_bucket{{$sent},le=\"+Inf\"} 3",
            "cotp_attempt_duration_seconds_sum{{$sent}} 30.45",
            "cotp_attempt_duration_seconds_count{{$sent}} 3",
            '# TYPE cotp_callbacks_total counter',
            'cotp_callbacks_total{cotp_callback_result="accepted",cotp_callback_status="CardStored"} 1',
            'cotp_callbacks_total{cotp_callback_result="bad_signature"} 1',
        ] as $line) {
            self::assertContains($line, $lines);
        }
        self::assertSame('', self::promtool($this->metrics()->text()));
    }

    public function test_page_without_counts_says_that_it_could_count(): void
    {
        self::assertSame(self::USABLE . "1\n", $this->metrics()->text());
        self::assertSame('', self::promtool($this->metrics()->text()));
    }

    public function test_labels_contain_no_id_path_address_or_host(): void
    {
        $metrics = $this->metrics();
        $metrics->observer()(Samples::attempt(operation: 'guest@example.com"} 1', status: 99, error: "class@anonymous\0/srv/guest.php:3\$0"));
        $metrics->callbackRejected(new CotpCallbackException('', "guest\n\"@example.com"));
        self::assertDoesNotMatchRegularExpression('~guest|example|srv|/|@~', $metrics->text());
        self::assertSame('', self::promtool($metrics->text()));
    }

    public function test_processes_lose_no_count(): void
    {
        $processes = [];
        for ($n = 0; $n < 6; $n++) {
            $processes[] = proc_open([...Php::command(), __DIR__ . '/count', "$this->folder/metrics", '100'], [['file', '/dev/null', 'r'], STDERR, STDERR], $pipes);
        }
        foreach ($processes as $process) {
            self::assertIsResource($process);
            self::assertSame(0, proc_close($process));
        }
        self::assertStringContainsString("cotp_attempt_duration_seconds_sum{cotp_operation=\"send\",cotp_outcome=\"Answered\"} 150\n", $this->metrics()->text());
        self::assertMatchesRegularExpression('~^cotp_attempts_total\{.*\} 600$~m', $this->metrics()->text());
    }

    public function test_process_that_was_forked_opens_its_own_connection(): void
    {
        $metrics = $this->metrics();
        $metrics->observer()(Samples::attempt());
        $child = pcntl_fork();
        if ($child === 0) {
            array_map(unlink(...), glob("$this->folder/*") ?: []);     // the connection of the parent does not create it again
            $metrics->observer()(Samples::attempt());
            posix_kill((int) getmypid(), SIGKILL);      // without PHPUnit's end
        }
        pcntl_waitpid($child, $status);
        self::assertFileExists("$this->folder/metrics");
    }

    public function test_ledger_is_read_when_the_page_is(): void
    {
        $metrics = $this->metrics();
        $pdo = new PDO('sqlite::memory:');
        $ledger = $this->ledger($pdo);
        $metrics->observeLedger($ledger);
        self::assertStringContainsString("cotp_ledger_open 0\n", $metrics->text());
        $ledger->ask('open', self::form());
        try {
            $ledger->ask('lost', self::form());
            self::fail('Nothing was thrown.');
        } catch (CotpOutcomeUnknownException) {
        }
        self::assertMatchesRegularExpression("~\ncotp_ledger_open 1\n.*\ncotp_ledger_unknown 1\n.*\ncotp_ledger_unknown_oldest_age_seconds \\d+\n~s", $metrics->text());
        self::assertSame('', self::promtool($metrics->text()));
    }

    public function test_failures_are_reported_and_end_nothing(): void
    {
        $faults = [];
        $metrics = new PrometheusMetrics("$this->folder/no/such/folder", function (Throwable $fault) use (&$faults): void { $faults[] = $fault; });
        $pdo = new PDO('sqlite::memory:');
        $metrics->observeLedger($this->ledger($pdo));
        $metrics->observer()(Samples::attempt());
        $metrics->callbackRejected(new CotpCallbackException('', 'bad_signature'));
        self::assertCount(1, $faults, 'After a failure, there is a pause.');
        self::assertStringContainsString('cotp_ledger_unknown 0', $metrics->text(), 'One source that fails does not silence the other.');
        $pdo->exec('DROP TABLE cotp_ledger_question');
        self::assertSame(self::USABLE . "0\n", $metrics->text());
        self::assertSame(array_fill(0, 4, PDOException::class), array_map(get_class(...), $faults));
    }

    private function metrics(): PrometheusMetrics
    {
        return new PrometheusMetrics("$this->folder/metrics", static fn (Throwable $fault) => throw $fault);
    }

    /** Returns what promtool has to say about a page. */
    private static function promtool(string $page): string
    {
        $process = proc_open(['promtool', 'check', 'metrics'], [['pipe', 'r'], ['pipe', 'w'], ['pipe', 'w']], $pipes);
        self::assertIsResource($process);
        fwrite($pipes[0], $page);
        fclose($pipes[0]);
        $output = stream_get_contents($pipes[1]) . stream_get_contents($pipes[2]);
        return proc_close($process) === 0 ? $output : "failed: $output";
    }

    private function ledger(PDO $pdo): Ledger
    {
        Schema::migrate($pdo);
        $sender = self::createStub(Sender::class);
        $sends = 0;
        $sender->method('send')->willReturnCallback(static function () use (&$sends): string {
            return $sends++ === 0 ? 'request-1' : throw new CotpOutcomeUnknownException('');
        });
        $account = new Account($sender, new CotpCallbackVerifier(['k' => str_repeat('k', 32)]), 'https://site.example/cotp');
        return new Ledger($pdo, $account, str_repeat('s', 32), settings: new Settings(checkDurability: false));
    }

    /** @return \Closure(string): CotpForm */
    private static function form(): \Closure
    {
        return static fn (string $url): CotpForm => new CotpForm(bookerId: 'hotel-42', email: 'guest@example.com', callbackUrl: $url);
    }
}
