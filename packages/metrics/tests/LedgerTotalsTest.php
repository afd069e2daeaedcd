<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Metrics\Tests;

use Cotp\Ledger\Account;
use Cotp\Ledger\AccountProvider;
use Cotp\Ledger\Ledger;
use Cotp\Ledger\Schema;
use Cotp\Ledger\Sender;
use Cotp\Ledger\Settings;
use Cotp\Metrics\LedgerTotals;
use Cotp\Metrics\OpenTelemetryMetrics;
use Cotp\Metrics\PrometheusMetrics;
use CotpCallbackVerifier;
use CotpForm;
use CotpOutcomeUnknownException;
use OpenTelemetry\API\Metrics\MeterInterface;
use OpenTelemetry\API\Metrics\ObserverInterface;
use PDO;
use PHPUnit\Framework\TestCase;
use Throwable;

/** Several accounts of a ledger: their questions are added up, and the oldest one counts. */
final class LedgerTotalsTest extends TestCase
{
    private const ACCOUNTS = ['default', 'lodge', 'villa'];
    private Ledger $ledger;

    protected function setUp(): void
    {
        $pdo = new PDO('sqlite::memory:');
        Schema::migrate($pdo);
        $sender = self::createStub(Sender::class);
        $sender->method('send')->willReturnCallback(static fn (CotpForm $form): string => $form->email === 'lost@example.com' ? throw new CotpOutcomeUnknownException('') : bin2hex(random_bytes(8)));
        $accounts = self::createStub(AccountProvider::class);
        $accounts->method('account')->willReturnCallback(static fn (string $name): Account => new Account($sender, new CotpCallbackVerifier(['k' => str_repeat('k', 32)]), 'https://site.example/cotp', $name));
        $this->ledger = new Ledger($pdo, $accounts, str_repeat('s', 32), settings: new Settings(checkDurability: false));
        foreach (self::ACCOUNTS as $number => $account) {
            for ($n = 0; $n <= $number; $n++) {
                $this->ledger->ask("open-$n", self::form('guest@example.com'), $account);
            }
            foreach (['old' => [100, 7200, 50][$number], 'new' => 10] as $key => $age) {
                try {
                    $this->ledger->ask($key, self::form('lost@example.com'), $account);
                    self::fail('Nothing was thrown.');
                } catch (CotpOutcomeUnknownException) {
                    $pdo->exec("UPDATE cotp_ledger_question SET asked_at = asked_at - 1000 * $age WHERE question_key = '$key' AND asked_at > 1000 * (strftime('%s', 'now') - 5)");
                }
            }
        }
    }

    public function test_totals(): void
    {
        $totals = LedgerTotals::of($this->ledger, self::ACCOUNTS);
        self::assertSame([6, 6, 72], [$totals->open, $totals->unknown, intdiv($totals->oldestUnknownAge, 100)]);
        self::assertSame(0, LedgerTotals::of($this->ledger, [])->oldestUnknownAge);
    }

    public function test_prometheus_shows_all_accounts(): void
    {
        $metrics = new PrometheusMetrics(':memory:', static fn (Throwable $fault) => throw $fault);
        $metrics->observeLedger($this->ledger, ...self::ACCOUNTS);
        self::assertMatchesRegularExpression('~\ncotp_ledger_open 6\n.*\ncotp_ledger_unknown 6\n.*\ncotp_ledger_unknown_oldest_age_seconds 72\d\d\n~s', $metrics->text());
    }

    public function test_open_telemetry_observes_all_accounts(): void
    {
        $meter = $this->createMock(MeterInterface::class);
        $meter->expects(self::once())->method('batchObserve')->willReturnCallback(function (callable $observe): \OpenTelemetry\API\Metrics\ObservableCallbackInterface {
            $observers = [];
            foreach ([6, 6, self::greaterThanOrEqual(7200)] as $expected) {
                $observer = $this->createMock(ObserverInterface::class);
                $observer->expects(self::once())->method('observe')->with($expected);
                $observers[] = $observer;
            }
            $observe(...$observers);
            return self::createStub(\OpenTelemetry\API\Metrics\ObservableCallbackInterface::class);
        });
        (new OpenTelemetryMetrics($meter))->observeLedger($this->ledger, static fn (Throwable $fault) => throw $fault, ...self::ACCOUNTS);
    }

    /** @return \Closure(string): CotpForm */
    private static function form(string $email): \Closure
    {
        return static fn (string $url): CotpForm => new CotpForm(bookerId: 'hotel-42', email: $email, callbackUrl: $url);
    }
}
