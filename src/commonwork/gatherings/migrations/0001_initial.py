"""The tables of this room, each whole in one step: constraints and indexes stand inside CreateModel, because adding
one later makes SQLite rebuild the table."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('registry', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Series',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=60, unique=True, verbose_name='key')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('rule', models.CharField(max_length=200, verbose_name='rule')),
                ('time_zone', models.CharField(max_length=60, verbose_name='time zone')),
            ],
            options={
                'verbose_name': 'series',
                'verbose_name_plural': 'series',
            },
        ),
        migrations.CreateModel(
            name='CalendarToken',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token_hash', models.CharField(max_length=64, unique=True, verbose_name='hash of the token')),
                ('made_at', models.DateTimeField(verbose_name='made')),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='calendar_token', to='registry.person')),
            ],
        ),
        migrations.CreateModel(
            name='Gathering',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=80, unique=True, verbose_name='key')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('summary', models.TextField(blank=True, verbose_name='summary')),
                ('kind', models.CharField(choices=[('class', 'class'), ('circle', 'study circle'), ('assembly', 'assembly'), ('conference', 'conference'), ('report-back', 'report-back'), ('meeting', 'meeting')], max_length=12, verbose_name='kind')),
                ('starts_at', models.DateTimeField(verbose_name='starts')),
                ('ends_at', models.DateTimeField(verbose_name='ends')),
                ('is_all_day', models.BooleanField(default=False, verbose_name='lasts whole days')),
                ('time_zone', models.CharField(max_length=60, verbose_name='time zone')),
                ('part_of', models.CharField(blank=True, max_length=160, verbose_name='part of')),
                ('is_public', models.BooleanField(default=True, verbose_name='open to the public')),
                ('takes_registrations', models.BooleanField(default=True, verbose_name='takes registrations')),
                ('capacity', models.PositiveIntegerField(blank=True, null=True, verbose_name='places in the room')),
                ('language', models.CharField(default='en', max_length=8, verbose_name='language')),
                ('needs_offered', models.JSONField(blank=True, default=list, verbose_name='help offered')),
                ('is_invented', models.BooleanField(default=False, verbose_name='invented')),
                ('source', models.CharField(blank=True, max_length=300, verbose_name='source')),
                ('online_url', models.URLField(blank=True, verbose_name='where to meet online')),
                ('occurs_at', models.DateTimeField(blank=True, null=True, verbose_name='start by the rule')),
                ('track', models.CharField(blank=True, max_length=80, verbose_name='track')),
                ('room', models.CharField(blank=True, max_length=80, verbose_name='room')),
                ('has_waiting_list', models.BooleanField(default=False, verbose_name='keeps a waiting list')),
                ('most_places', models.PositiveSmallIntegerField(default=1, verbose_name='places one registration may ask for')),
                ('price_minor', models.PositiveIntegerField(default=0, verbose_name='price')),
                ('price_least_minor', models.PositiveIntegerField(blank=True, null=True, verbose_name='least on the sliding scale')),
                ('remind_days', models.PositiveSmallIntegerField(default=1, verbose_name='days before to remind people')),
                ('door_pin', models.CharField(blank=True, max_length=6, verbose_name='PIN at the door')),
                ('announced_at', models.DateTimeField(verbose_name='announced')),
                ('changed_at', models.DateTimeField(verbose_name='last changed')),
                ('changes_count', models.PositiveIntegerField(default=0, verbose_name='times changed')),
                ('called_off_at', models.DateTimeField(blank=True, null=True, verbose_name='called off')),
                ('roll_taken_at', models.DateTimeField(blank=True, null=True, verbose_name='roll taken')),
                ('host', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='gatherings', to='registry.organisation')),
                ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='gatherings', to='registry.place')),
                ('registers_at', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='registering', to='gatherings.gathering')),
                ('within', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='sessions', to='gatherings.gathering')),
                ('series', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='gatherings', to='gatherings.series')),
            ],
            options={
                'verbose_name': 'gathering',
                'verbose_name_plural': 'gatherings',
                'indexes': [models.Index(fields=['starts_at'], name='gathering_starts'), models.Index(fields=['part_of'], name='gathering_part_of')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='gathering_ends_after_start'), models.CheckConstraint(condition=models.Q(('most_places__gt', 0)), name='gathering_has_places')],
            },
        ),
        migrations.CreateModel(
            name='Question',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='number')),
                ('words', models.CharField(max_length=200, verbose_name='question')),
                ('choices', models.JSONField(blank=True, default=list, verbose_name='answers to choose from')),
                ('is_required', models.BooleanField(default=False, verbose_name='must be answered')),
                ('gathering', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='gatherings.gathering')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('gathering', 'number'), name='question_number_once')],
            },
        ),
        migrations.CreateModel(
            name='Registration',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=60, unique=True, verbose_name='key')),
                ('code', models.CharField(max_length=12, unique=True, verbose_name='code')),
                ('needs', models.JSONField(blank=True, default=list, verbose_name='help asked for')),
                ('party_count', models.PositiveSmallIntegerField(default=1, verbose_name='places')),
                ('waiting_since', models.DateTimeField(blank=True, null=True, verbose_name='waiting since')),
                ('pledged_minor', models.PositiveIntegerField(blank=True, null=True, verbose_name='chosen price')),
                ('registered_at', models.DateTimeField(verbose_name='registered')),
                ('reminded_at', models.DateTimeField(blank=True, null=True, verbose_name='reminded')),
                ('cancelled_at', models.DateTimeField(blank=True, null=True, verbose_name='cancelled')),
                ('gathering', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='registrations', to='gatherings.gathering')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='registrations', to='registry.person')),
            ],
            options={
                'verbose_name': 'registration',
                'verbose_name_plural': 'registrations',
                'indexes': [models.Index(fields=['gathering', 'cancelled_at', 'waiting_since'], name='registration_standing')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('cancelled_at', None), ('person__isnull', False)), fields=('gathering', 'person'), name='registered_once'), models.CheckConstraint(condition=models.Q(('party_count__gt', 0)), name='registered_for_somebody')],
            },
        ),
        migrations.CreateModel(
            name='Payment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=60, unique=True, verbose_name='key')),
                ('amount_minor', models.PositiveIntegerField(verbose_name='amount')),
                ('paid_on', models.DateField(verbose_name='paid on')),
                ('returned_on', models.DateField(blank=True, null=True, verbose_name='paid back on')),
                ('registration', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='payments', to='gatherings.registration')),
            ],
            options={
                'verbose_name': 'payment',
                'verbose_name_plural': 'payments',
                'constraints': [models.CheckConstraint(condition=models.Q(('amount_minor__gt', 0)), name='payment_is_more_than_zero'), models.CheckConstraint(condition=models.Q(('returned_on', None), ('returned_on__gte', models.F('paid_on')), _connector='OR'), name='payment_returned_after_paid')],
            },
        ),
        migrations.CreateModel(
            name='Passage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('way', models.CharField(choices=[('in', 'came in'), ('out', 'went out')], max_length=3, verbose_name='in or out')),
                ('people_count', models.PositiveSmallIntegerField(default=1, verbose_name='people')),
                ('happened_at', models.DateTimeField(verbose_name='happened')),
                ('sent_key', models.CharField(max_length=40, verbose_name='name given by the phone')),
                ('gathering', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='passages', to='gatherings.gathering')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='passages', to='registry.person')),
                ('registration', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='passages', to='gatherings.registration')),
            ],
            options={
                'verbose_name': 'passage',
                'verbose_name_plural': 'passages',
                'indexes': [models.Index(fields=['gathering', 'happened_at'], name='passage_happened')],
                'constraints': [models.UniqueConstraint(fields=('gathering', 'sent_key'), name='passage_sent_once'), models.CheckConstraint(condition=models.Q(models.Q(('person__isnull', False), ('registration__isnull', True)), models.Q(('person__isnull', True), ('registration__isnull', False)), _connector='OR'), name='passage_person_or_guest')],
            },
        ),
        migrations.CreateModel(
            name='Guest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='phone')),
                ('language', models.CharField(default='en', max_length=8, verbose_name='language')),
                ('registration', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='guest', to='gatherings.registration')),
            ],
        ),
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=500, verbose_name='answer')),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='gatherings.question')),
                ('registration', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='gatherings.registration')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('registration', 'question'), name='question_answered_once')],
            },
        ),
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(verbose_name='what came of it')),
                ('written_at', models.DateTimeField(verbose_name='written')),
                ('gathering', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='report', to='gatherings.gathering')),
            ],
        ),
        migrations.CreateModel(
            name='RollEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('came', models.BooleanField(verbose_name='came')),
                ('people_count', models.PositiveSmallIntegerField(default=1, verbose_name='people with them, themselves included')),
                ('how', models.CharField(choices=[('paper', 'from a paper roll'), ('phone', 'on a phone'), ('door', 'at the door')], max_length=6, verbose_name='how it was marked')),
                ('marked_at', models.DateTimeField(verbose_name='marked')),
                ('gathering', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='roll', to='gatherings.gathering')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='roll_entries', to='registry.person')),
                ('registration', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='roll_entries', to='gatherings.registration')),
            ],
            options={
                'verbose_name': 'roll entry',
                'verbose_name_plural': 'roll entries',
                'indexes': [models.Index(fields=['person', 'came'], name='roll_person_came')],
                'constraints': [models.UniqueConstraint(fields=('gathering', 'person'), name='on_the_roll_once'), models.UniqueConstraint(fields=('gathering', 'registration'), name='guest_on_the_roll_once'), models.CheckConstraint(condition=models.Q(models.Q(('person__isnull', False), ('registration__isnull', True)), models.Q(('person__isnull', True), ('registration__isnull', False)), _connector='OR'), name='roll_person_or_guest')],
            },
        ),
        migrations.CreateModel(
            name='Hosting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('gathering', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='hostings', to='gatherings.gathering')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='hostings', to='registry.person')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('gathering', 'person'), name='hosts_once')],
            },
        ),
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=60, unique=True, verbose_name='key')),
                ('about', models.CharField(max_length=160, verbose_name='about')),
                ('address', models.EmailField(blank=True, max_length=254, verbose_name='e-mail')),
                ('subject', models.CharField(blank=True, max_length=200, verbose_name='subject')),
                ('text', models.TextField(blank=True, verbose_name='text')),
                ('written_at', models.DateTimeField(verbose_name='written')),
                ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='sent')),
                ('tries_count', models.PositiveSmallIntegerField(default=0, verbose_name='times tried')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='letters', to='registry.person')),
            ],
            options={
                'verbose_name': 'letter',
                'verbose_name_plural': 'letters',
                'indexes': [models.Index(fields=['sent_at', 'written_at'], name='letter_waiting')],
            },
        ),
    ]
