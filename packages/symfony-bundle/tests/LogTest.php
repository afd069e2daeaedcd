<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\SymfonyBundle\Tests;

use Cotp\SymfonyBundle\Tests\lib\SiteTestCase;
use CotpOutcome;
use CotpRateLimitException;
use Monolog\LogRecord;
use Psr\Log\LoggerInterface;
use RuntimeException;

final class LogTest extends SiteTestCase
{
    public function test_record_has_outcome_and_code(): void
    {
        $this->boot();
        $cause = new CotpRateLimitException('too many requests', httpStatus: 429, apiCode: -175, retryable: true, retryAfter: 2.5, requestId: 'an-id');
        $this->logger()->error('failed', ['exception' => new RuntimeException('wrapped', 0, $cause)]);
        self::assertSame([
            'exception' => CotpRateLimitException::class, 'outcome' => CotpOutcome::Answered->name, 'http_status' => 429, 'code' => -175,
            'retryable' => true, 'retry_after' => 2.5, 'request' => 'an-id',
        ], $this->last()->extra['cotp']);
        $this->logger()->error('other', ['exception' => new RuntimeException('other')]);
        self::assertArrayNotHasKey('cotp', $this->last()->extra);
    }

    public function test_record_of_the_ledger_has_key_and_state(): void
    {
        $this->boot();
        $this->fake()->loseNextResponse();
        $this->ask();
        $refused = self::thrown(\Cotp\Ledger\Exception\OutcomeUnknown::class, fn () => $this->ledger()->ask('booking-1/card', static fn (string $url) => new \CotpForm(bookerId: 'hotel-42', email: 'booking-1@example.com', callbackUrl: $url)));
        $this->logger()->error('failed', ['exception' => $refused]);
        $extra = $this->last()->extra['cotp'];
        self::assertIsArray($extra);
        self::assertSame(['booking-1/card', 'unknown'], [$extra['key'], $extra['state']]);
    }

    public function test_no_token_is_logged(): void
    {
        $this->boot();
        $this->ask();
        $url = (string) $this->fake()->sent()[0]->form->callbackUrl;
        $token = substr($url, (int) strpos($url, 'cotp=') + 5);
        $this->fake()->deliver($this->post(...));        // the router logs the URI of the request
        $this->logger()->info("posted to $url&x=1", ['nested' => ['query' => ['cotp' => $token], 'next' => '/login?to=' . rawurlencode($url),
            'twice' => rawurlencode('/login?to=' . rawurlencode('https://site.example/cotp/callback?cotp=' . strrev($token)))]]);
        self::assertSame('posted to https://site.example/cotp/callback?cotp=***&x=1', $this->last()->message);
        $all = (string) json_encode(array_map(static fn (LogRecord $record): array => $record->toArray(), $this->log()->getRecords()));
        self::assertStringContainsString('cotp=***', $all);
        self::assertStringContainsString('request_uri', $all);
        self::assertStringNotContainsString($token, $all);
        self::assertStringNotContainsString(strrev($token), $all, 'The name of the parameter is enough.');
        self::assertStringNotContainsString(substr($token, -40), $all);
    }

    private function logger(): LoggerInterface
    {
        return $this->service(LoggerInterface::class, 'logger');
    }

    private function last(): LogRecord
    {
        $records = $this->log()->getRecords();
        return end($records) ?: self::fail('Nothing was logged.');
    }
}
