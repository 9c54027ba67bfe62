"""The tables of this room, each whole in one step: constraints and indexes stand inside CreateModel, because adding
one later makes SQLite rebuild the table."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Competence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=60, unique=True, verbose_name='key')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
            ],
            options={
                'verbose_name': 'competence',
                'verbose_name_plural': 'competences',
            },
        ),
        migrations.CreateModel(
            name='Place',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=60, unique=True, verbose_name='key')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('address', models.CharField(blank=True, max_length=300, verbose_name='address')),
            ],
            options={
                'verbose_name': 'place',
                'verbose_name_plural': 'places',
            },
        ),
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=60, unique=True, verbose_name='key')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('kind', models.CharField(choices=[('institution', 'institution'), ('co-op', 'co-op'), ('land-trust', 'land trust'), ('supporter', 'supporter'), ('ally', 'ally')], max_length=20, verbose_name='kind')),
                ('trade', models.CharField(blank=True, max_length=200, verbose_name='trade')),
                ('about', models.TextField(blank=True, verbose_name='about')),
                ('stage', models.CharField(blank=True, choices=[('', 'no stage'), ('idea', 'idea'), ('incubating', 'incubating'), ('start-up', 'start-up'), ('member', 'member'), ('dormant', 'dormant'), ('closed', 'closed')], default='', max_length=20, verbose_name='stage')),
                ('tax_mode', models.CharField(blank=True, choices=[('', 'not said'), ('subchapter-t', 'Subchapter T'), ('partnership', 'partnership'), ('nonprofit-project', 'project of a nonprofit'), ('other-country', 'other country')], default='', max_length=20, verbose_name='tax mode')),
                ('has_open_books', models.BooleanField(default=False, verbose_name='shows its books to the public')),
                ('parcels', models.PositiveIntegerField(blank=True, null=True, verbose_name='parcels of land held')),
                ('source', models.CharField(blank=True, max_length=300, verbose_name='source')),
                ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='organisations', to='registry.place')),
            ],
            options={
                'verbose_name': 'organisation',
                'verbose_name_plural': 'organisations',
                'indexes': [models.Index(fields=['kind', 'name'], name='organisation_kind_name')],
            },
        ),
        migrations.CreateModel(
            name='Figure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=60, verbose_name='key')),
                ('area', models.CharField(max_length=200, verbose_name='area')),
                ('value', models.DecimalField(decimal_places=4, max_digits=20, verbose_name='value')),
                ('year', models.CharField(max_length=60, verbose_name='year')),
                ('source', models.CharField(max_length=300, verbose_name='source')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('key', 'area', 'year'), name='figure_once_a_year')],
            },
        ),
        migrations.CreateModel(
            name='Network',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(default='network', max_length=60, unique=True, verbose_name='key')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('place', models.CharField(blank=True, max_length=200, verbose_name='place')),
                ('address', models.CharField(blank=True, max_length=300, verbose_name='address')),
                ('purpose', models.TextField(blank=True, verbose_name='purpose')),
                ('launched', models.CharField(blank=True, max_length=60, verbose_name='launched')),
                ('goal_jobs_bp', models.PositiveIntegerField(default=1000, verbose_name="goal: share of the area's jobs")),
                ('is_demo', models.BooleanField(default=False, verbose_name='demo network')),
                ('demo_on', models.DateField(blank=True, null=True, verbose_name="day on which the demo's calendar stands")),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('key', 'network')), name='one_network')],
            },
        ),
        migrations.CreateModel(
            name='Body',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=60, unique=True, verbose_name='key')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('kind', models.CharField(choices=[('assembly', 'assembly'), ('committee', 'committee'), ('council', 'council'), ('board', 'board')], max_length=12, verbose_name='kind')),
                ('population', models.PositiveIntegerField(blank=True, null=True, verbose_name='population')),
                ('population_source', models.CharField(blank=True, max_length=200, verbose_name='source of the population')),
                ('population_year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='year of the population')),
                ('engagement_mark_bp', models.PositiveIntegerField(blank=True, null=True, verbose_name='engagement mark')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='bodies', to='registry.organisation')),
            ],
            options={
                'verbose_name': 'body',
                'verbose_name_plural': 'bodies',
            },
        ),
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=60, unique=True, verbose_name='key')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('language', models.CharField(default='en', max_length=8, verbose_name='language')),
                ('is_invented', models.BooleanField(default=False, verbose_name='invented')),
                ('is_forgotten', models.BooleanField(default=False, verbose_name='forgotten')),
                ('shows_name', models.BooleanField(default=False, verbose_name='agreed to be named in public')),
            ],
            options={
                'verbose_name': 'person',
                'verbose_name_plural': 'people',
                'indexes': [models.Index(fields=['name'], name='person_name')],
            },
        ),
        migrations.CreateModel(
            name='SupplyLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(max_length=120, verbose_name='what')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='supplies', to='registry.organisation')),
                ('target', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='is_supplied', to='registry.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('source', 'target', 'what'), name='supply_once')],
            },
        ),
        migrations.CreateModel(
            name='OrganisationStage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stage', models.CharField(choices=[('', 'no stage'), ('idea', 'idea'), ('incubating', 'incubating'), ('start-up', 'start-up'), ('member', 'member'), ('dormant', 'dormant'), ('closed', 'closed')], max_length=20, verbose_name='stage')),
                ('starts_on', models.DateField(null=True, verbose_name='from')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='stages', to='registry.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation', 'stage', 'starts_on'), name='stage_once')],
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('class_code', models.CharField(choices=[('member', 'worker-owner'), ('candidate', 'candidate'), ('worker', 'worker')], max_length=12, verbose_name='class')),
                ('starts_on', models.DateField(verbose_name='from')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='until')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='registry.organisation')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='registry.person')),
            ],
            options={
                'verbose_name': 'membership',
                'verbose_name_plural': 'memberships',
                'indexes': [models.Index(fields=['organisation', 'starts_on'], name='membership_organisation')],
                'constraints': [models.UniqueConstraint(fields=('person', 'organisation', 'starts_on'), name='membership_once_a_start'), models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gt', models.F('starts_on')), _connector='OR'), name='membership_ends_after_start')],
            },
        ),
        migrations.CreateModel(
            name='Contact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('email', 'e-mail'), ('phone', 'phone'), ('post', 'post')], max_length=10, verbose_name='kind')),
                ('value', models.CharField(max_length=200, verbose_name='value')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contacts', to='registry.person')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('person', 'kind', 'value'), name='contact_once')],
            },
        ),
        migrations.CreateModel(
            name='CompetenceHeld',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('granted_on', models.DateField(verbose_name='granted on')),
                ('expires_on', models.DateField(blank=True, null=True, verbose_name='expires on')),
                ('revoked_on', models.DateField(blank=True, null=True, verbose_name='revoked on')),
                ('revoked_reason', models.CharField(blank=True, choices=[('mistake', 'it was a mistake'), ('unsafe', 'others would be in danger'), ('outdated', 'it is out of date'), ('asked', 'the person asked for it')], max_length=12, verbose_name='why it was withdrawn')),
                ('granted_by', models.CharField(max_length=160, verbose_name='by whose word')),
                ('evidence', models.CharField(blank=True, max_length=160, verbose_name='evidence')),
                ('competence', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='held', to='registry.competence')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='competences', to='registry.person')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('competence', 'person', 'granted_on'), name='competence_once_a_day')],
            },
        ),
        migrations.CreateModel(
            name='BodySeat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_on', models.DateField(verbose_name='from')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='until')),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='seats', to='registry.body')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='seats', to='registry.person')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('body', 'person', 'starts_on'), name='seat_once_a_start'), models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gt', models.F('starts_on')), _connector='OR'), name='seat_ends_after_start')],
            },
        ),
    ]
