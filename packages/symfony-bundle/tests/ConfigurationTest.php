<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\SymfonyBundle\Tests;

use Cotp\Ledger\AccountProvider;
use Cotp\SymfonyBundle\Accounts;
use Cotp\SymfonyBundle\Exception\ConfigurationException;
use Cotp\SymfonyBundle\Tests\lib\Folder;
use Cotp\SymfonyBundle\Tests\lib\ManyHotels;
use Cotp\SymfonyBundle\Tests\lib\Services;
use Cotp\SymfonyBundle\Tests\lib\SiteTestCase;
use Cotp\Testing\FakeCallback;
use CotpCallbackVerifier;
use CotpForm;
use PHPUnit\Framework\Attributes\DataProvider;
use Symfony\Component\DependencyInjection\Exception\EnvNotFoundException;

final class ConfigurationTest extends SiteTestCase
{
    private const LODGE = [
        'COTP_LODGE_API_KEY' => 'another-key', 'COTP_LODGE_BASE_URI' => 'http://127.0.0.1:2/api', 'COTP_LODGE_CALLBACK_URL' => 'https://lodge.example/cotp/callback/lodge',
        'COTP_LODGE_CALLBACK_KEYS' => '2026-11:the secret of the lodge is also longer than 32 bytes',
    ];

    public function test_environment_alone_configures_one_account(): void
    {
        $this->bootReal();
        self::assertSame(0, $this->command('cotp:ledger:migrate')->getStatusCode());
        $check = $this->command('cotp:check');
        self::assertStringContainsString('Account "default": the configuration is valid.', $check->getDisplay());
        self::assertStringContainsString('the tables fit', $check->getDisplay());
        $account = $this->service(AccountProvider::class)->account('default');
        self::assertSame(['production', 'https://site.example/cotp/callback'], [$account->environment, $account->callbackUrl]);
    }

    public function test_variables_of_the_readme_are_valid(): void
    {
        $readme = (string) file_get_contents(dirname(__DIR__) . '/README.md');
        self::assertSame(1, preg_match('~^```\n(mkdir -p var\n.*?)^```~ms', $readme, $match));
        $folder = Folder::path() . '/readme';
        mkdir($folder);
        exec('cd ' . escapeshellarg($folder) . " && bash -eu -c " . escapeshellarg($match[1] ?? ''), $output, $status);
        self::assertSame(0, $status);
        $variables = [];
        foreach (file("$folder/.env.local", FILE_IGNORE_NEW_LINES) ?: [] as $line) {
            [$name, $value] = explode('=', $line, 2) + [1 => ''];
            $variables[$name] = $value;
        }
        self::assertStringStartsWith("sqlite:$folder/", $variables['COTP_LEDGER_DSN'] ?? '');
        $this->bootReal($variables);
        self::assertSame(0, $this->command('cotp:ledger:migrate')->getStatusCode());
        self::assertSame(0, $this->command('cotp:check')->getStatusCode());
        self::assertFileExists("$folder/var/ledger.db");
    }

    public function test_account_has_a_client_and_a_verifier_by_name(): void
    {
        $this->bootReal(self::LODGE + ['COTP_ENVIRONMENT' => 'staging'], ['accounts' => ['default' => null, 'lodge' => null]]);
        $services = $this->service(Services::class);
        self::assertNotSame($services->client, $services->lodgeClient);
        self::assertNotSame($services->verifier, $services->lodgeVerifier);
        $lodge = $services->accounts->account('lodge');
        self::assertSame(['lodge', 'staging', $services->lodgeVerifier], [$lodge->name, $lodge->environment, $lodge->verifier]);
        self::assertStringStartsWith('https://lodge.example/cotp/callback/lodge?cotp=v1.2026-11.', $lodge->verifier->url($lodge->callbackUrl, 'x'));
    }

    public function test_first_callback_key_signs_and_all_verify(): void
    {
        $this->bootReal(['COTP_CALLBACK_KEYS' => '2026-12:' . strrev(self::SECRET) . ', 2026-11:' . self::SECRET]);
        $url = (new CotpCallbackVerifier(['2026-11' => self::SECRET]))->url('https://site.example/', 'ref');
        parse_str((string) parse_url($url, PHP_URL_QUERY), $query);
        self::assertIsString($query['cotp']);
        $verifier = $this->service(CotpCallbackVerifier::class, 'cotp.verifier.default');
        self::assertSame('ref', $verifier->verify('{"RequestID": "a", "LastNotifiedStatus": "CardStored", "LastNotifiedTime": "b"}', $query['cotp'])->reference);
        self::assertStringContainsString('cotp=v1.2026-12.', $verifier->url('https://site.example/', 'ref'));
    }

    public function test_services_of_the_vendor_have_names(): void
    {
        $this->bootReal(['COTP_BASE_URI' => 'staging']);
        self::assertSame(['default'], $this->service(Accounts::class, 'cotp.accounts')->names());
    }

    /** @return array<string, array{array<string, string>, string}> */
    public static function wrongVariables(): array
    {
        return [
            'key with a space' => [['COTP_API_KEY' => 'a key'], '"cotp.accounts.default.api_key" must contain only visible ASCII characters'],
            'no key' => [['COTP_API_KEY' => ''], '"cotp.accounts.default.api_key" must be set. It is usually set by the environment variable COTP_API_KEY.'],
            'http in production' => [['COTP_BASE_URI' => 'http://service.example/api'], '"cotp.accounts.default.base_uri" must be'],
            'callback key without id' => [['COTP_CALLBACK_KEYS' => self::SECRET], '"cotp.accounts.default.callback_keys" must have the form "id:secret"'],
            'short callback key' => [['COTP_CALLBACK_KEYS' => 'k:short'], '"cotp.accounts.default.callback_keys" must'],
            'relative callback URL' => [['COTP_CALLBACK_URL' => '/cotp'], '"cotp.accounts.default.callback_url" must be'],
            'environment with a slash' => [['COTP_ENVIRONMENT' => 'a/b'], '"cotp.environment" must contain'],
            'URL of a database' => [['COTP_LEDGER_DSN' => 'postgresql://site'], '"cotp.ledger.dsn" must be a PDO DSN'],
            'short secret' => [['COTP_LEDGER_SECRET' => 'short'], '"cotp.ledger.secret" must'],
            'short vault key' => [['COTP_VAULT_KEYS' => '1:' . base64_encode('16 bytes of text')], '"cotp.ledger.vault_keys" must contain keys of 32 bytes in base64'],
            'vault key that is not base64' => [['COTP_VAULT_KEYS' => '1:short'], '"cotp.ledger.vault_keys" must contain keys of 32 bytes'],
        ];
    }

    /** @param array<string, string> $variables */
    #[DataProvider('wrongVariables')]
    public function test_wrong_variable_is_named_at_the_first_use(array $variables, string $message): void
    {
        $this->bootReal($variables);
        $fault = self::thrown(ConfigurationException::class, fn () => $this->ledger());
        self::assertStringContainsString($message, $fault->getMessage());
        foreach ($variables as $value) {
            $value === '' || self::assertStringNotContainsString($value, $fault->getMessage());
        }
    }

    public function test_accounts_must_not_share_a_callback_key(): void
    {
        $lodge = ['COTP_LODGE_CALLBACK_KEYS' => '2026-12:' . strrev(self::SECRET) . ',2026-10:' . self::SECRET] + self::LODGE;
        $this->bootReal($lodge, ['accounts' => ['default' => null, 'lodge' => null]]);
        $fault = self::thrown(ConfigurationException::class, fn () => $this->ledger());
        self::assertStringContainsString('"cotp.accounts.lodge.callback_keys" must not contain a secret of the account "default"', $fault->getMessage());
        self::assertStringNotContainsString(self::SECRET, "$fault");
    }

    public function test_missing_variable_is_named(): void
    {
        $this->bootReal(cotp: ['accounts' => ['lodge' => null]]);
        self::assertStringContainsString('COTP_LODGE_API_KEY', self::thrown(EnvNotFoundException::class, fn () => $this->ledger())->getMessage());
    }

    /** @return array<string, array{array<string, mixed>, string}> */
    public static function wrongEntries(): array
    {
        return [
            'unknown entry' => [['acounts' => []], 'acounts'],
            'settings' => [['ledger' => ['settings' => ['lease' => 0]]], '"cotp.ledger.settings.lease" must be at least 1'],
            'policies' => [['ledger' => ['policies' => ['after_viewed' => 60]]], '"cotp.ledger.policies.after_viewed" must be at least 1800'],
            'name of an account' => [['accounts' => ['a b' => null]], '"cotp.accounts.a b" must have a name'],
            'accounts with the same variables' => [['accounts' => ['a-b' => null, 'default' => null, 'a_b' => null]], '"cotp.accounts.a-b" and "cotp.accounts.a_b" must have names that differ'],
            'accounts that differ in case' => [['accounts' => ['lodge' => null, 'Lodge' => null]], '"cotp.accounts.lodge" and "cotp.accounts.Lodge" must have names that differ'],
            'two databases' => [['ledger' => ['dsn' => 'sqlite:x', 'connection' => 'x']], '"cotp.ledger.connection" and "cotp.ledger.dsn"'],
            'fake' => [['fake' => 'perhaps'], '"cotp.fake" must be true or false'],
        ];
    }

    /** @param array<string, mixed> $entries */
    #[DataProvider('wrongEntries')]
    public function test_wrong_entry_stops_the_compilation_of_the_container(array $entries, string $message): void
    {
        $fault = self::thrown(\Exception::class, fn () => $this->boot($entries));
        self::assertStringContainsString($message, $fault->getMessage());
    }

    public function test_policies_need_a_vault_key(): void
    {
        $this->bootReal(cotp: ['ledger' => ['policies' => ['remind_after' => 86400]]]);
        self::assertStringContainsString('"cotp.ledger.vault_keys" must be set', self::thrown(ConfigurationException::class, fn () => $this->ledger())->getMessage());
    }

    public function test_site_can_provide_its_accounts_itself(): void
    {
        $this->boot(['account_provider' => ManyHotels::class]);
        self::assertSame('hotel-7', $this->service(AccountProvider::class)->account('hotel-7')->name);
        self::assertStringContainsString('the tables fit', $this->command('cotp:check')->getDisplay());
    }

    public function test_fake_replaces_the_clients_of_the_provider_of_the_site(): void
    {
        $this->boot(['account_provider' => ManyHotels::class]);
        $this->ledger()->ask('booking-1/card', static fn (string $url) => new CotpForm(bookerId: 'hotel-7', email: 'guest@example.com', callbackUrl: $url), 'hotel-7');
        self::assertCount(1, $this->fake()->sent(), 'Nothing was sent to the service.');
        $this->fake()->guestEntersCard();
        $this->fake()->deliver(fn (FakeCallback $callback) => self::assertSame(204, $this->post($callback)->getStatusCode()));
        $this->ledger()->work();
        self::assertSame('card_stored', $this->ledger()->find('booking-1/card', 'hotel-7')?->ending?->value);
    }
}
