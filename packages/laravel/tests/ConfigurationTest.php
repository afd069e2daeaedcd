<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Laravel\Tests;

use Cotp\Laravel\Configuration\InvalidConfiguration;
use Cotp\Laravel\CotpManager;
use Cotp\Laravel\Events\Attempted;
use Cotp\Laravel\Facades\Cotp;
use Cotp\Ledger\Tests\lib\Php;
use Cotp\Laravel\Tests\lib\SiteFolder;
use Cotp\Laravel\Tests\lib\SiteTestCase;
use Cotp\Ledger\Account;
use Cotp\Ledger\AccountProvider;
use Cotp\Ledger\CotpSender;
use Cotp\Ledger\Ledger;
use Cotp\Testing\FakeCallback;
use CotpCallbackVerifier;
use CotpOutcome;
use CotpRequest;
use CotpStatus;
use Illuminate\Support\Facades\Artisan;
use Illuminate\Support\Facades\DB;
use Illuminate\Support\Facades\Event;
use InvalidArgumentException;
use PDO;
use PHPUnit\Framework\Attributes\DataProvider;
use RuntimeException;

final class ConfigurationTest extends SiteTestCase
{
    public function test_site_without_any_entry_boots_and_names_the_entry_when_it_is_used(): void
    {
        $this->boot(['COTP_API_KEY' => '', 'COTP_CALLBACK_KEYS' => '', 'COTP_LEDGER_SECRET' => '']);
        $fault = self::thrown(InvalidConfiguration::class, fn () => $this->app->make(CotpRequest::class));
        self::assertSame('Configuration entry "cotp.accounts.default.api_key" is not set.', $fault->getMessage());
    }

    /** @return array<string, array{array<string, string>, string, string}> */
    public static function wrong(): array
    {
        return [
            'key missing' => [['COTP_API_KEY' => ''], 'cotp.accounts.default.api_key', 'is not set'],
            'key with a space' => [['COTP_API_KEY' => 'a secret key'], 'cotp.accounts.default.api_key', 'must contain only visible ASCII'],
            'URI' => [['COTP_BASE_URI' => 'http://service.example'], 'cotp.accounts.default.base_uri', 'must begin with https://'],
            'keys missing' => [['COTP_CALLBACK_KEYS' => ''], 'cotp.accounts.default.callback_keys', 'is not set'],
            'keys without an id' => [['COTP_CALLBACK_KEYS' => self::SECRET], 'cotp.accounts.default.callback_keys', 'must have the form "id:secret"'],
            'short key' => [['COTP_CALLBACK_KEYS' => 'k:short-secret'], 'cotp.accounts.default.callback_keys', 'at least 32 bytes'],
            'callback URL' => [['COTP_CALLBACK_URL' => 'site.example/cotp'], 'cotp.accounts.default.callback_url', 'must be an absolute URL'],
            'URL of the site' => [['APP_URL' => 'site'], 'app.url', 'must be an absolute URL'],
            'environment' => [['COTP_ENVIRONMENT' => 'a/b'], 'cotp.environment', 'must contain 1 to 60 visible ASCII'],
            'secret missing' => [['COTP_LEDGER_SECRET' => ''], 'cotp.ledger.secret', 'is not set'],
            'short secret' => [['COTP_LEDGER_SECRET' => 'short-secret'], 'cotp.ledger.secret', 'at least 32 random bytes'],
            'short key of the vault' => [['COTP_VAULT_KEYS' => '1:c2hvcnQtc2VjcmV0'], 'cotp.ledger.vault_keys', 'must contain 32 random bytes in base64'],
            'key of the vault' => [['COTP_VAULT_KEYS' => 'short-secret'], 'cotp.ledger.vault_keys', 'must have the form "id:secret"'],
        ];
    }

    /** @param array<string, string> $environment */
    #[DataProvider('wrong')]
    public function test_wrong_variable_stops_the_boot_with_the_name_of_the_entry(array $environment, string $entry, string $rule): void
    {
        $fault = self::thrown(InvalidConfiguration::class, fn () => $this->boot($environment));
        self::assertSame($entry, $fault->entry);
        self::assertStringStartsWith("Configuration entry \"$entry\" ", $fault->getMessage());
        self::assertStringContainsString($rule, $fault->getMessage());
        foreach (array_filter($environment) as $name => $value) {
            $name === 'COTP_BASE_URI' || self::assertStringNotContainsString($value, $fault->getMessage());
        }
        self::assertNull($fault->getPrevious(), 'A trace may contain the values.');
    }

    /** @return array<string, array{string, mixed, string}> */
    public static function wrongEntries(): array
    {
        return [
            'unknown' => ['accounts.default.time_out', 5, 'cotp.accounts.default.time_out" is unknown. Known are: api_key'],
            'number' => ['accounts.default.timeout', 'soon', 'cotp.accounts.default.timeout" must be a number.'],
            'range' => ['accounts.default.timeout', '0', 'cotp.accounts.default.timeout" must be greater than 0'],
            'whole number' => ['accounts.default.retries', '1.5', 'cotp.accounts.default.retries" must be a whole number.'],
            'lifetime' => ['accounts.default.callback_lifetime', 'long', 'cotp.accounts.default.callback_lifetime" must be a whole number.'],
            'lifetime below 1' => ['accounts.default.callback_lifetime', 0, 'cotp.accounts.default.callback_lifetime" must be'],
            'boolean' => ['accounts.default.http2', 'perhaps', 'cotp.accounts.default.http2" must be true or false.'],
            'wire' => ['accounts.default.wire', ['send' => 'x'], 'cotp.accounts.default.wire" must contain only keys from the wire table.'],
            'no array' => ['accounts.default', 'a-key', 'cotp.accounts.default" must be an array.'],
            'no account' => ['accounts', [], 'cotp.accounts" must contain at least one account.'],
            'setting' => ['ledger.settings', ['lease' => 0], 'cotp.ledger.settings.lease" must be at least 1.'],
            'unknown setting' => ['ledger.settings', ['leese' => 1], 'cotp.ledger.settings.leese" is unknown.'],
            'policy' => ['ledger.policies', ['quiet_from' => 21], 'cotp.ledger.policies.quiet_from" '],
            'policy without a vault' => ['ledger.policies', ['remind_after' => 60], 'cotp.ledger.vault_keys" is not set, but the policies need the form again.'],
            'connection' => ['ledger.connection', [], 'cotp.ledger.connection" must be a string.'],
        ];
    }

    #[DataProvider('wrongEntries')]
    public function test_wrong_entry_is_named(string $entry, mixed $value, string $message): void
    {
        $this->boot();
        config(["cotp.$entry" => $value]);
        $fault = self::thrown(InvalidConfiguration::class, fn () => (new CotpManager($this->app))->configuration()->check());
        self::assertStringStartsWith("Configuration entry \"$message", $fault->getMessage());
    }

    public function test_accounts_must_not_share_a_callback_key(): void
    {
        $this->boot();
        config(['cotp.accounts.lodge' => ['api_key' => 'key-of-lodge', 'callback_keys' => 'new:' . strrev(self::SECRET) . ',old:' . self::SECRET]]);
        $fault = self::thrown(InvalidConfiguration::class, fn () => (new CotpManager($this->app))->configuration()->check());
        self::assertStringStartsWith('Configuration entry "cotp.accounts.lodge.callback_keys" must not contain a secret of the account "default"', $fault->getMessage());
        self::assertStringNotContainsString(self::SECRET, "$fault");
    }

    /** @return array<string, array{array<string, string>, ?string}> */
    public static function urls(): array
    {
        $public = ['APP_URL' => 'https://hotel.example'];
        return [
            'public' => [$public, null],
            'Laravel\'s default' => [['APP_URL' => 'http://localhost'], 'app.url'],
            'this machine' => [['APP_URL' => 'https://site.localhost'], 'app.url'],
            'private address' => [['APP_URL' => 'https://192.168.0.7'], 'app.url'],
            'IPv6' => [['APP_URL' => 'https://[::1]:8000'], 'app.url'],
            'http' => [['APP_URL' => 'http://hotel.example'], 'app.url'],
            'callback URL' => [['COTP_CALLBACK_URL' => 'http://hotel.example/cotp'] + $public, 'cotp.accounts.default.callback_url'],
            'URL of the account instead' => [['COTP_CALLBACK_URL' => 'https://hotel.example/cotp', 'APP_URL' => 'http://localhost'], null],
            'staging' => [['COTP_BASE_URI' => 'staging', 'APP_URL' => 'http://localhost'], null],
        ];
    }

    /** @param array<string, string> $environment */
    #[DataProvider('urls')]
    public function test_check_refuses_a_callback_url_that_production_cannot_reach(array $environment, ?string $entry): void
    {
        $this->boot($environment + ['COTP_BASE_URI' => 'production']);
        $this->migrate();
        [$status, $output] = [Artisan::call('cotp:check'), Artisan::output()];
        self::assertSame($entry === null ? 0 : 1, $status, $output);
        $entry === null || self::assertStringContainsString("Configuration entry \"$entry\" must be a public URL with https://", $output);
    }

    public function test_command_stops_with_the_name_of_the_entry(): void
    {
        $folder = SiteFolder::temporary();
        $command = implode(' ', array_map(escapeshellarg(...), [...Php::command(), __DIR__ . '/app/artisan', 'queue:work', '--once']));
        $environment = ['COTP_CALLBACK_KEYS' => 'k:short', 'COTP_TEST_SITE' => $folder] + self::environment($folder) + getenv();
        $process = proc_open("$command 2>&1", [1 => ['pipe', 'w']], $pipes, null, $environment);
        self::assertIsResource($process);
        $output = (string) stream_get_contents($pipes[1]);
        self::assertNotSame(0, proc_close($process));
        self::assertStringContainsString('Configuration entry "cotp.accounts.default.callback_keys" must contain only secrets', (string) preg_replace('~\s+~', ' ', $output));
    }

    public function test_accounts_have_their_own_client_verifier_and_questions(): void
    {
        $this->boot();
        config(['cotp.accounts.lodge' => ['api_key' => 'key-of-lodge', 'base_uri' => 'staging', 'callback_keys' => ['k' => str_repeat('l', 32)]]]);
        $this->app->forgetInstance(CotpManager::class);
        $this->manager()->configuration()->check();
        $lodge = Cotp::account('lodge');
        self::assertNotSame(Cotp::client(), $lodge->client());
        self::assertNotSame(Cotp::verifier(), $lodge->verifier());
        self::assertSame($this->app->make(CotpRequest::class), Cotp::client());
        self::assertSame($this->app->make(CotpCallbackVerifier::class), Cotp::verifier());
        self::assertSame('Configuration entry "cotp.accounts.motel" does not exist.', self::thrown(InvalidConfiguration::class, fn () => Cotp::account('motel'))->getMessage());

        $cotp = Cotp::fake();
        foreach (['default' => 'http://127.0.0.1:8000/cotp/callback?cotp=', 'lodge' => 'http://127.0.0.1:8000/cotp/callback/lodge?cotp='] as $name => $url) {
            Cotp::account($name)->ask(self::KEY, self::formFor("$name@example.com"));
            $cotp->assertSentOnceTo("$name@example.com", $name);
            self::assertStringStartsWith($url, (string) $cotp->client($name)->sent()[0]->form->callbackUrl);
        }
    }

    public function test_site_with_many_hotels_binds_its_own_accounts(): void
    {
        $this->boot();
        $this->migrate();
        $hotels = new class () implements AccountProvider {
            public string $secret = 'hhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhh';
            public string $environment = 'testing';

            public function account(string $name): Account
            {
                $name === 'hotel-7' || throw new InvalidArgumentException('no such hotel');
                $cotp = new CotpRequest('key-of-hotel-7', 'http://127.0.0.1:1/api');
                return new Account(new CotpSender($cotp), new CotpCallbackVerifier(['h' => $this->secret]), 'http://127.0.0.1:8000/cotp/callback/hotel-7', $name, $this->environment);
            }
        };
        $this->app->instance(AccountProvider::class, $hotels);
        self::thrown(InvalidConfiguration::class, fn () => Cotp::account('hotel-8'));
        self::thrown(\CotpTransportException::class, fn () => Cotp::account('hotel-7')->ask(self::KEY, self::formFor()));
        $reference = Cotp::account('hotel-7')->find(self::KEY)->reference ?? '';
        $callback = FakeCallback::of(Cotp::account('hotel-7')->verifier()->url('http://127.0.0.1:8000/cotp/callback/hotel-7', $reference), 'request-1', CotpStatus::CardStored);
        self::assertSame([204, 404], [$this->post($callback->url, $callback->body)->getStatusCode(), $this->post('/cotp/callback/hotel-8')->getStatusCode()]);

        $hotels->secret = str_repeat('i', 32);
        self::assertSame(403, $this->post($callback->url, $callback->body)->getStatusCode(), 'The keys of the hotel have changed, which the next call sees.');
        self::assertNotNull(Cotp::account('hotel-7')->find(self::KEY));
        $hotels->environment = 'other';
        self::assertNull(Cotp::account('hotel-7')->find(self::KEY), 'The ledger sees changes, too.');

        $cotp = Cotp::fake();
        Cotp::account('hotel-7')->ask(self::KEY, self::formFor());
        $cotp->assertSentCount(1, 'hotel-7');
        self::assertSame([204], $cotp->deliver());
    }

    public function test_each_attempt_is_an_event_and_a_listener_that_fails_does_not_end_the_call(): void
    {
        $this->boot();
        $seen = [];
        Event::listen(Attempted::class, static function (Attempted $event) use (&$seen): void {
            $seen[] = [$event->account, $event->attempt->operation, $event->attempt->outcome];
            throw new RuntimeException('a listener failed');
        });
        self::thrown(\CotpTransportException::class, fn () => Cotp::client()->send(self::form()));
        self::assertSame(['default', 'send', CotpOutcome::NotSent], $seen[0] ?? null);
        self::assertStringContainsString('a listener failed', (string) file_get_contents("$this->folder/storage/logs/laravel.log"));
    }

    public function test_ledger_has_a_connection_of_its_own(): void
    {
        $this->boot();
        config(['database.connections.sqlite.options' => [PDO::ATTR_PERSISTENT => true]]);
        $this->migrate();
        DB::beginTransaction();
        self::assertNull($this->app->make(Ledger::class)->find(self::KEY), 'The transaction of the site does not concern the ledger.');
        self::assertNotSame(DB::connection()->getPdo(), DB::connection(CotpManager::CONNECTION)->getPdo());
        self::assertFalse(DB::connection(CotpManager::CONNECTION)->getPdo()->inTransaction());
        DB::rollBack();
    }

    public function test_rollback_of_the_site_does_not_erase_a_question(): void
    {
        $this->boot(['COTP_LEDGER_CONNECTION' => 'ledger']);
        touch("$this->folder/database/ledger.sqlite");
        config(['database.connections.ledger' => ['driver' => 'sqlite', 'database' => "$this->folder/database/ledger.sqlite"]]);
        $this->migrate();
        self::assertTrue(DB::connection('ledger')->getSchemaBuilder()->hasTable('cotp_ledger_question'));
        self::assertFalse(DB::connection()->getSchemaBuilder()->hasTable('cotp_ledger_question'));
        $this->createQueue();
        DB::transaction(function (): void {
            DB::table('failed_jobs')->insert(['uuid' => 'x', 'connection' => '', 'queue' => '', 'payload' => '', 'exception' => '']);
            self::thrown(\CotpTransportException::class, fn () => Cotp::ask(self::KEY, self::formFor()));
            DB::rollBack();
        });
        self::assertSame([], $this->rows('failed_jobs'));
        self::assertNotNull(Cotp::account()->find(self::KEY));
    }
}
