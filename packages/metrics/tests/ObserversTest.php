<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Metrics\Tests;

use Cotp\Metrics\Observers;
use Cotp\Metrics\ObserversFailed;
use CotpAttempt;
use CotpOutcome;
use CotpRequest;
use CotpTransportException;
use LogicException;
use PHPUnit\Framework\TestCase;
use RuntimeException;

final class ObserversTest extends TestCase
{
    public function test_all_observers_get_the_attempt_in_their_order(): void
    {
        $attempt = new CotpAttempt('GET', '/x', 200, 1, false, 'HTTP/2', 0.0, 0.0, 0.0, 0.0, 0.0);
        $calls = [];
        $first = function (CotpAttempt $attempt) use (&$calls): void { $calls[] = ['first', $attempt]; };
        $second = function (CotpAttempt $attempt) use (&$calls): void { $calls[] = ['second', $attempt]; };
        Observers::all($first, $second)($attempt);
        self::assertSame([['first', $attempt], ['second', $attempt]], $calls);
        Observers::all()($attempt);
    }

    public function test_failing_observer_does_not_silence_the_others(): void
    {
        $attempt = new CotpAttempt('GET', '/x', 200, 1, false, 'HTTP/2', 0.0, 0.0, 0.0, 0.0, 0.0);
        $calls = 0;
        $count = function () use (&$calls): void { $calls++; };
        $fault = new RuntimeException('the collector is down');
        $fail = static fn () => throw $fault;
        try {
            Observers::all($fail, $count)($attempt);
            self::fail('Nothing was thrown.');
        } catch (RuntimeException $thrown) {
            self::assertSame($fault, $thrown);
        }
        self::assertSame(1, $calls);
        $another = new LogicException('also down');
        try {
            Observers::all($fail, $count, static fn () => throw $another, $count)($attempt);
            self::fail('Nothing was thrown.');
        } catch (ObserversFailed $thrown) {
            self::assertSame([$fault, $another], $thrown->faults);
            self::assertSame($fault, $thrown->getPrevious());
            self::assertSame('2 observers failed: RuntimeException: the collector is down; LogicException: also down', $thrown->getMessage());
        }
        self::assertSame(3, $calls);
    }

    public function test_client_calls_all_observers_and_keeps_its_own_exception(): void
    {
        /** @var list<CotpAttempt> $attempts */
        $attempts = [];
        $observer = Observers::all(
            static fn () => throw new RuntimeException('the collector is down'),
            function (CotpAttempt $attempt) use (&$attempts): void { $attempts[] = $attempt; },
        );
        $warnings = [];
        set_error_handler(function (int $level, string $message) use (&$warnings): bool {
            $warnings[] = $message;
            return true;
        }, E_WARNING | E_USER_WARNING);     // the second one is that of the polyfill
        try {
            (new CotpRequest('key', self::closedPort(), retries: 0, observer: $observer))->retrieve('abc');
            self::fail('Nothing was thrown.');
        } catch (CotpTransportException $thrown) {
            self::assertSame(CotpOutcome::NotSent, $thrown->outcome);
        } finally {
            restore_error_handler();
        }
        self::assertSame(['retrieve'], array_column($attempts, 'operation'));
        self::assertCount(1, $warnings);
        self::assertSame('CotpRequest::retrieve(): The observer threw RuntimeException', $warnings[0]);
    }

    /** Nobody listens there: the port was ours just now. */
    private static function closedPort(): string
    {
        $server = stream_socket_server('tcp://127.0.0.1:0');
        self::assertIsResource($server);
        $address = stream_socket_get_name($server, false);
        fclose($server);
        return "http://$address/api";
    }
}
