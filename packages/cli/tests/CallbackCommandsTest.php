<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Tests;

use CotpCallbackVerifier;
use CotpCli\Tests\Support\LocalSite;
use CotpCli\Tests\Support\ServiceTestCase;
use PHPUnit\Framework\Attributes\TestWith;

final class CallbackCommandsTest extends ServiceTestCase
{
    private const BODY = '{"RequestID":"uC1efRTOpU4p3hmhH7fbY3J6A9LYL3j5","LastNotifiedStatus":"CardStored","LastNotifiedTime":"2027-01-19T11:58:00"}';

    public function testUrlIsSigned(): void
    {
        $url = $this->cotp('callback url booking-4711 --site https://hotel.example/cotp')->result();
        self::assertSame('booking-4711', self::verifier()->verify(self::BODY, self::token($url))->reference);
        self::assertOutput('callback:url', $this->cotp('callback:url booking-4711 --json')->result());
    }

    public function testVerifyAcceptsWhatWasSigned(): void
    {
        file_put_contents("{$this->folder->path}/url", self::verifier()->url('https://hotel.example/cotp', 'booking-4711') . "\n");
        $command = $this->cotp("callback verify --json --request uC1efRTOpU4p3hmhH7fbY3J6A9LYL3j5 --url @{$this->folder->path}/url", stdin: self::BODY);
        self::assertSame(0, $command->code, $command->output());
        self::assertSame('booking-4711', self::assertOutput('callback:verify', $command->result())['reference']);
        file_put_contents("{$this->folder->path}/body", self::BODY);
        self::assertSame(0, $this->cotp("callback verify {$this->folder->path}/body --url @{$this->folder->path}/url")->code);
    }

    #[TestWith(['https://hotel.example/cotp?cotp=v1.x', 'bad_token', ''])]
    #[TestWith(['', 'wrong_request', '--request other'])]
    public function testVerifySaysWhyItRejects(string $url, string $reason, string $options): void
    {
        $url = $url === '' ? self::verifier()->url('https://hotel.example/cotp', 'booking-4711') : $url;
        file_put_contents("{$this->folder->path}/url", $url);
        $command = $this->cotp(trim("callback verify --json --url @{$this->folder->path}/url $options"), stdin: self::BODY);
        self::assertSame(8, $command->code, $command->output());
        self::assertSame($reason, self::assertOutput('callback:verify', $command->result())['reason']);
    }

    public function testTriggerPostsASignedCallback(): void
    {
        $site = new LocalSite();
        $command = $this->start("callback trigger booking-4711 uC1efRTOpU4p3hmhH7fbY3J6A9LYL3j5 --status FormViewed --json --site $site->url");
        [$path, $body] = $site->respond();
        self::assertSame(0, $command->wait(), $command->output());
        self::assertTrue(self::assertOutput('callback:trigger', $command->result())['isAccepted']);
        $callback = self::verifier()->verify($body, self::token($path), static fn (): string => 'uC1efRTOpU4p3hmhH7fbY3J6A9LYL3j5');
        self::assertSame(['booking-4711', 'FormViewed'], [$callback->reference, $callback->rawStatus]);
    }

    public function testTriggerUsesTheNamesOfTheWireFile(): void
    {
        file_put_contents("{$this->folder->path}/wire.json", '{"callback.requestId": "id", "callback.status": "state", "send.path": "/x"}');
        $site = new LocalSite();
        $command = $this->start("callback trigger booking-4711 some-request --wire {$this->folder->path}/wire.json --site $site->url");
        [, $body] = $site->respond();
        $command->wait();
        self::assertSame(['id', 'state', 'LastNotifiedTime'], array_keys((array) json_decode($body, true)));
    }

    public function testSiteThatRejectsOrIsDownHasItsOwnExitCode(): void
    {
        $site = new LocalSite();
        $command = $this->start("callback trigger booking-4711 some-request --site $site->url");
        $site->respond(403);
        self::assertSame(8, $command->wait(), $command->output());
        foreach (['http://127.0.0.1:9/cotp', 'http://LOCALHOST:9/cotp', 'https://127.0.0.1:443/cotp?a=b'] as $url) {     // the HTTP client normalizes them
            $down = $this->cotp("callback trigger booking-4711 some-request --site $url");
            self::assertSame(4, $down->code, $down->output());
            self::assertStringNotContainsString('cotp=v1', $down->output());
        }
    }

    #[TestWith(['callback trigger booking-4711 some-request'])]
    #[TestWith(['listen booking-4711=some-request'])]
    public function testOnlyThisMachineGetsCallbacks(string $line): void
    {
        foreach (['http://hotel.example/cotp', 'http://127.0.0.1.hotel.example/', 'http://10.0.0.1/', 'http://[::2]/'] as $url) {
            $command = $this->cotp("$line --site $url --allow-host other.example");
            self::assertSame(1, $command->code);
            self::assertStringContainsString('is not this machine', $command->errors());
        }
        foreach (['http://127.0.0.1@hotel.example/', 'http://hotel.example\\@127.0.0.1/', 'ftp://127.0.0.1/', 'http:///x'] as $url) {
            self::assertStringContainsString('must be an absolute http or https URL', $this->cotp("$line --site $url")->errors());
        }
        $allowed = $this->cotp('callback trigger booking-4711 some-request --site http://cotp-host.invalid/ --allow-host COTP-host.invalid');
        self::assertSame(4, $allowed->code, $allowed->output());
    }

    private static function verifier(): CotpCallbackVerifier
    {
        return new CotpCallbackVerifier(['k1' => base64_decode(substr(self::SECRET, 3))]);
    }

    private static function token(string $url): string
    {
        parse_str((string) parse_url(trim($url), PHP_URL_QUERY), $query);
        return is_string($query['cotp'] ?? null) ? $query['cotp'] : self::fail($url);
    }
}
