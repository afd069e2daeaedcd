<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Tests;

use CotpCli\Tests\Support\Command;
use CotpCli\Tests\Support\ServiceTestCase;
use PHPUnit\Framework\Attributes\TestWith;

/** Profiles, keys and secrets. */
final class AccountTest extends ServiceTestCase
{
    public function testProfileNamesServiceAndKeyFile(): void
    {
        $this->secret('own.key', "$this->key\n");
        $id = $this->request();
        $environment = $this->profiles(['default' => ['baseUri' => self::$sandbox->origin . '/api', 'keyFile' => 'own.key']]) + ['PCIBOOKING_API_KEY' => 'bad-key'];
        self::assertSame(0, $this->cotp("show $id", ['PCIBOOKING_BASE_URI' => ''] + $environment)->code);
        self::assertSame(0, $this->cotp("show $id --profile default", $environment)->code);
        self::assertSame(0, $this->cotp('profiles', $environment)->code);
        $doctor = $this->cotp('doctor --json --profile default', $environment);
        self::assertSame(0, $doctor->code, $doctor->output());
        self::assertOutput('doctor', $doctor->result());
    }

    public function testProfileNamesTheVariableOfTheKey(): void
    {
        $id = $this->request();
        $environment = $this->profiles(['own' => ['baseUri' => self::$sandbox->origin . '/api', 'keyVariable' => 'OWN_KEY']]) + ['OWN_KEY' => $this->key, 'PCIBOOKING_API_KEY' => '', 'COTP_PROFILE' => 'own'];
        self::assertSame(0, $this->cotp("show $id", $environment)->code);
        self::assertStringContainsString('read -rs OWN_KEY', $this->cotp("show $id", ['OWN_KEY' => ''] + $environment)->errors());
    }

    /** A run against this service ends when it has found out that it does not accept the key, before any message. */
    public function testProbeUsesTheSameAccountsAsOtherCommands(): void
    {
        $this->key = "bad-$this->key";
        $this->secret('own.key', "$this->key\n");
        $none = ['PCIBOOKING_API_KEY' => '', 'PCIBOOKING_BASE_URI' => ''];
        $environment = $this->profiles(['own' => ['baseUri' => self::$sandbox->origin . '/api', 'keyFile' => 'own.key']]) + $none;
        $probe = "probe --email me@tester.example --yes --out {$this->folder->path}/out";
        $lines = [
            ["$probe --profile own", $environment],
            [$probe, ['COTP_PROFILE' => 'own'] + $environment],
            ["$probe --base-uri " . self::$sandbox->origin . "/api --key-file {$this->folder->path}/own.key", $none],
            [$probe, ['PCIBOOKING_API_KEY' => $this->key]],     // and the base URI of the environment
        ];
        foreach ($lines as [$line, $variables]) {
            $before = self::$sandbox->received('authenticate', $this->key);
            self::assertStringContainsString('does not accept the API key', $this->cotp($line, $variables)->output());
            self::assertGreaterThan($before, self::$sandbox->received('authenticate', $this->key), $line);
        }
        self::assertStringContainsString('Give only one of --profile', $this->cotp("$probe --profile own --base-uri http://127.0.0.1:9/api", $environment)->errors());
        self::assertStringContainsString('give --profile or --key-file', $this->cotp($probe, $none)->errors());
    }

    public function testKeyOfAProfileIsNotSentToAnotherService(): void
    {
        $environment = $this->profiles(['default' => ['baseUri' => self::$sandbox->origin . '/api', 'keyFile' => 'own.key']]);
        $failed = $this->cotp('show some-request --profile default --base-uri http://127.0.0.1:9/api', $environment);
        self::assertSame(1, $failed->code);
        self::assertStringContainsString('Give only one of --profile', $failed->errors());
        // Without --profile, the key is that of the environment.
        self::assertSame(4, $this->cotp('show some-request --base-uri http://127.0.0.1:9/api', $environment)->code);
        self::assertSame(4, $this->cotp('show some-request', ['PCIBOOKING_BASE_URI' => 'http://127.0.0.1:9/api'] + $environment)->code);
    }

    public function testKeyFileReplacesTheEnvironment(): void
    {
        $this->secret('own.key', $this->key);
        $id = $this->request();
        self::assertSame(0, $this->cotp("show $id --key-file {$this->folder->path}/own.key", ['PCIBOOKING_API_KEY' => 'bad-key'])->code);
    }

    public function testEachFaultOfAKeyIsOneSentenceWithACommand(): void
    {
        $path = $this->folder->path;
        $this->secret('public.key', $this->key, 0640);
        $this->secret('empty.key', '');
        $this->secret('two-lines.key', "a\nb");
        $faults = [
            '' => 'read -rs PCIBOOKING_API_KEY && export PCIBOOKING_API_KEY',
            "--key-file $path/public.key" => "Make it private: chmod 600 '$path/public.key'",
            "--key-file $path/none.key" => "Create it: (umask 077; cat > '$path/none.key')",
            "--key-file $path" => "See who can read it: ls -ld '$path'",
            "--key-file $path/empty.key" => 'is empty',
            "--key-file $path/two-lines.key" => 'only visible ASCII characters',
            '--key-file ' => '--key-file must be the name of a file.',
            '--profile other' => 'List the profiles: cotp profiles',
        ];
        foreach ($faults as $options => $sentence) {
            foreach (['', ' --json'] as $json) {
                $command = $this->cotp("show some-request" . ($options === '' ? '' : " $options") . $json, ['PCIBOOKING_API_KEY' => '']);
                self::assertSame(1, $command->code, $command->output());
                self::assertStringContainsString($sentence, stripcslashes($command->output()));
                $json === '' ? self::assertSame(1, substr_count($command->errors(), "\n")) : self::assertOutput('error', $command->result());
            }
        }
    }

    public function testKeyOfTheEnvironmentBelongsToItsBaseUri(): void
    {
        $this->secret('own.key', $this->key);
        $sentence = 'The key in PCIBOOKING_API_KEY belongs to PCIBOOKING_BASE_URI, not to localhost. Give --key-file FILE, or a key in the profile.';
        $port = parse_url(self::$sandbox->origin, PHP_URL_PORT);
        $environment = $this->profiles(['without' => ['baseUri' => "http://LOCALHOST:$port/api"], 'with' => ['baseUri' => "http://localhost:$port/api", 'keyFile' => 'own.key']]);
        $received = self::$sandbox->received('retrieve', $this->key);
        foreach (['show some-request --profile without', "show some-request --base-uri http://localhost:$port/api"] as $line) {
            $command = $this->cotp($line, $environment);
            self::assertSame([1, "cotp: $sentence\n"], [$command->code, $command->errors()]);
            self::assertSame(3, $this->cotp($line, ['PCIBOOKING_BASE_URI' => ''] + $environment)->code);
            self::assertSame(3, $this->cotp("$line --key-file {$this->folder->path}/own.key", $environment)->code);
        }
        self::assertSame($received + 4, self::$sandbox->received('retrieve', $this->key));
        self::assertSame(3, $this->cotp('show some-request --profile with', $environment)->code);
        self::assertStringContainsString($sentence, $this->cotp('profiles', $environment)->result());
    }

    public function testProfilesThatOthersCanChangeAreRefused(): void
    {
        $environment = $this->profiles(['own' => ['baseUri' => self::$sandbox->origin . '/api']]);
        $file = $environment['COTP_PROFILES'];
        foreach ([0620 => true, 0602 => true, 0644 => false] as $mode => $isRefused) {
            chmod($file, $mode);
            $command = $this->cotp('show some-request --profile own', $environment);
            self::assertSame($isRefused ? 1 : 3, $command->code, $command->output());
            self::assertSame($isRefused, str_contains($command->errors(), "Other users can change $file, and with it where keys are sent. Make it private: chmod go-w '$file'"));
        }
    }

    #[TestWith(['{"a": {"baseUri": "https://x", "apiKey": "k"}}', 'A key belongs|API key belongs'])]
    #[TestWith(['{"a": {"keyFile": "k"}}', 'with a "baseUri"'])]
    #[TestWith(['{"a": {"baseUri": "https://x", "keyFile": "k", "keyVariable": "V"}}', 'only one of keyFile'])]
    #[TestWith(['{"a": {"baseUri": "https://x", "wire": 7}}', 'only texts'])]
    #[TestWith(['[]]', 'cotp help profiles'])]
    #[TestWith(['["a"]', 'cotp help profiles'])]
    public function testInvalidProfilesAreOneSentence(string $json, string $sentence): void
    {
        file_put_contents("{$this->folder->path}/profiles.json", $json);
        $command = $this->cotp('show some-request', ['COTP_PROFILES' => "{$this->folder->path}/profiles.json", 'PCIBOOKING_BASE_URI' => '']);
        self::assertSame(1, $command->code);
        self::assertMatchesRegularExpression("/^cotp: [^\n]*(?:$sentence)[^\n]*\n$/D", $command->errors());
    }

    public function testProfilesAreListedWithTheirFaults(): void
    {
        $this->secret('public.key', $this->key, 0644);
        $environment = $this->profiles([
            'good' => ['baseUri' => 'https://service-pilot.pcibooking.net/api'],
            'bad' => ['baseUri' => 'https://service.pcibooking.net/api', 'keyFile' => 'public.key'],
        ]);
        $environment['PCIBOOKING_BASE_URI'] = '';      // else the key belongs to that service
        $command = $this->cotp('profiles --json', $environment);
        self::assertSame(1, $command->code);
        $profiles = self::assertOutput('profiles', $command->result())['profiles'];
        self::assertIsArray($profiles);
        self::assertSame([false, true], array_map(is_string(...), array_column($profiles, 'problem')));
        self::assertStringNotContainsString($this->key, $command->output() . $this->cotp('profiles', $environment)->output());
        self::assertSame(0, $this->cotp('profiles --json')->code);
    }

    public function testSecretOfCallbacksIsPrivateToo(): void
    {
        $this->secret('public.secret', self::SECRET, 0644);
        $this->secret('own.secret', self::SECRET);
        $this->secret('wrong.secret', 'only-a-text');
        $path = $this->folder->path;
        $none = ['COTP_CALLBACK_SECRET' => ''];
        self::assertStringContainsString('chmod 600', $this->cotp("callback url b --secret-file $path/public.secret", $none)->errors());
        self::assertStringContainsString('openssl rand -base64 32', $this->cotp("callback url b --secret-file $path/wrong.secret", $none)->errors());
        self::assertStringContainsString('read -rs COTP_CALLBACK_SECRET', $this->cotp('callback url b', $none)->errors());
        self::assertSame(0, $this->cotp("callback url b --secret-file $path/own.secret", $none)->code);
        self::assertSame(0, $this->cotp('callback url b --profile p', $none + $this->profiles(['p' => ['baseUri' => 'https://x.example/api', 'callbackSecretFile' => 'own.secret']]))->code);
    }

    public function testEveryCommandHasHelpWithAnExampleAndExitCodes(): void
    {
        foreach (['send', 'show', 'wait', 'cancel', 'retention get', 'retention set', 'retention delete', 'callback url', 'callback verify', 'callback trigger', 'listen', 'profiles', 'ledger unknown', 'ledger reconcile', 'ledger remind', 'ledger forget', 'sandbox'] as $name) {
            $help = $this->cotp("help $name")->result();
            self::assertStringContainsString("cotp $name", $help);
            self::assertStringContainsString('xit codes: ', $help);
            self::assertSame(0, $this->cotp("$name --help")->code);
        }
    }

    public function testExtensionIsRequired(): void
    {
        $command = Command::withoutExtension(['show', 'some-request', '--json']);
        self::assertSame(1, $command->code);
        $error = self::assertOutput('error', $command->result())['error'];
        self::assertIsArray($error);
        self::assertIsString($error['message']);
        self::assertStringContainsString('extension cotp is not loaded', $error['message']);
    }

    /**
     * @param array<string, array<string, string>> $profiles
     * @return array<string, string> the environment
     */
    private function profiles(array $profiles): array
    {
        file_put_contents("{$this->folder->path}/profiles.json", json_encode($profiles));
        chmod("{$this->folder->path}/profiles.json", 0600);
        return ['COTP_PROFILES' => "{$this->folder->path}/profiles.json"];
    }

    private function secret(string $name, string $content, int $mode = 0600): void
    {
        file_put_contents("{$this->folder->path}/$name", $content);
        chmod("{$this->folder->path}/$name", $mode);
    }
}
